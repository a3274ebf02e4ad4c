using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.EndToEnd.Identity;

/// <summary>Sessions that one name gave out, presented to another, with OpenSSL's own client (CVE-2025-23419).</summary>
public sealed class MtlsResumptionTests(MtlsGateway gateway) : IClassFixture<MtlsGateway>
{
    [Theory]
    [InlineData("open.test", "open.test", "-tls1_3", true)]
    [InlineData("open.test", "mtls.test", "-tls1_3", false)]
    [InlineData("open.test", "mtls.test", "-tls1_2", false)]
    [InlineData("mtls.test", "mtls.test", "-tls1_3", false)]
    [InlineData("mtls.test", "mtls.test", "-tls1_2", false)]
    [InlineData("mtls.test", "open.test", "-tls1_3", false)]
    [InlineData("mtls.test", "a.mtls.test", "-tls1_2", false)]
    public async Task Session_is_resumed_only_where_no_certificate_is_asked_for(string first, string second, string version, bool isResumed)
    {
        using var folder = new TemporaryFolder();
        string key = folder.Write("alice.key", gateway.Alice.KeyPem), certificate = folder.Write("alice.crt", gateway.Alice.CertificatePem);
        string session = folder.File("session.pem");

        string opening = await RunAsync(first, version, "-sess_out", session, "-cert", certificate, "-key", key);
        Assert.Contains("HTTP/1.1 ", opening, StringComparison.Ordinal);
        if (!File.Exists(session))
        {
            // A server that never resumes gives no session out.
            Assert.False(isResumed);
            return;
        }

        string again = await RunAsync(second, version, "-sess_in", session);

        Assert.Equal(isResumed, again.Contains("Reused, ", StringComparison.Ordinal));
        if (second.Contains("mtls", StringComparison.Ordinal))
        {
            Assert.Contains("No required TLS certificate was sent", again, StringComparison.Ordinal);
        }
    }

    private async Task<string> RunAsync(string serverName, string version, params string[] more)
    {
        string request = $"GET / HTTP/1.1\\r\\nHost: {serverName}\\r\\nConnection: close\\r\\n\\r\\n";
        string arguments = string.Join(' ', more.Select(m => $"'{m}'"));
        await using var client = ChildProcess.Start(
            "sh", ["-c", $"printf '{request}' | openssl s_client -connect 127.0.0.1:{gateway.Process.Ports.ProxyTls} -servername {serverName} {version} -ign_eof {arguments}"]);
        await client.WaitForExitAsync(TimeSpan.FromSeconds(20));
        return client.Output + client.Error;
    }
}
