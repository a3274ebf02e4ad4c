using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.EndToEnd.Identity;

/// <summary>Handshakes of OpenSSL's own client and of curl: who is asked for a certificate, and what a session or connection of one name is worth to another.</summary>
public sealed class MtlsHandshakeTests(MtlsGateway gateway) : IClassFixture<MtlsGateway>
{
    [Theory]
    [InlineData("open.test", false)]
    [InlineData("other.test", false)]
    [InlineData("", false)]
    [InlineData("mtls.test", true)]
    [InlineData("MTLS.test", true)]
    [InlineData("a.mtls.test", true)]
    [InlineData("skip.test", true)]
    public async Task Certificate_is_asked_for_only_under_names_that_need_one(string serverName, bool asks)
    {
        string output = await RunAsync(serverName, "-tls1_2");

        Assert.Contains("HTTP/1.1 ", output, StringComparison.Ordinal);
        Assert.Equal(asks, output.Contains("Client Certificate Types:", StringComparison.Ordinal));
        Assert.DoesNotContain("Acceptable client certificate CA names", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task Names_of_authorities_are_sent_where_configured(string version)
    {
        string output = await RunAsync("anon.test", version);
        Assert.Contains("Acceptable client certificate CA names", output, StringComparison.Ordinal);
        Assert.Matches("CN ?= ?Client root", output);
    }

    // CVE-2026-48491 over HTTP/2, where connections are shared among names of a certificate.
    [Theory]
    [InlineData("mtls.test", "200")]
    [InlineData("a.mtls.test", "421")]
    public async Task Http2_request_for_another_name_than_the_handshake_is_misdirected(string host, string status)
    {
        using var folder = new TemporaryFolder();
        string key = folder.Write("alice.key", gateway.Alice.KeyPem), certificate = folder.Write("alice.crt", gateway.Alice.CertificatePem);
        int port = gateway.Process.Ports.ProxyTls;
        await using var client = ChildProcess.Start(
            "curl",
            ["-sk", "--http2", "--cert", certificate, "--key", key, "--resolve", $"mtls.test:{port}:127.0.0.1", "-H", $"Host: {host}",
                "-o", "/dev/null", "-w", "%{http_version} %{http_code}\n", $"https://mtls.test:{port}/"]);
        await client.WaitForExitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal($"2 {status}", client.Output.Trim());
    }

    // CVE-2025-23419.
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
        string name = serverName.Length == 0 ? "-noservername" : $"-servername {serverName}";
        string arguments = string.Join(' ', more.Select(m => $"'{m}'"));
        await using var client = ChildProcess.Start(
            "sh", ["-c", $"printf '{request}' | openssl s_client -connect 127.0.0.1:{gateway.Process.Ports.ProxyTls} {name} {version} -ign_eof {arguments}"]);
        await client.WaitForExitAsync(TimeSpan.FromSeconds(20));
        return client.Output + client.Error;
    }
}
