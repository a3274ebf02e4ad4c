using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.EndToEnd.Faults;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Tls;

/// <summary>TLS on both sides of a real gateway.</summary>
public sealed class TlsTests(TlsGateway gateway) : IClassFixture<TlsGateway>
{
    [Theory]
    [InlineData("one.test", "CN=one.test")]
    [InlineData("ONE.test", "CN=one.test")]
    [InlineData("a.wild.test", "CN=*.wild.test")]
    [InlineData("other.test", "CN=localhost")]
    public async Task Server_name_selects_the_certificate(string serverName, string subject)
    {
        string? seen = null;
        var options = TlsGateway.Client(serverName);
        options.RemoteCertificateValidationCallback = (_, certificate, _, _) => (seen = certificate?.Subject) is not null;
        await using var client = await RawClient.ConnectTlsAsync(gateway.Process.Ports.ProxyTls, options);

        Assert.Contains(subject, seen, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(404, (await client.ExchangeAsync($"GET /nowhere HTTP/1.1\r\nHost: {serverName}\r\n\r\n")).Status);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, "TLSv1.2")]
    [InlineData(SslProtocols.Tls13, "TLSv1.3")]
    public async Task Modern_protocol_is_spoken_and_logged(SslProtocols protocol, string name)
    {
        await using var client = await RawClient.ConnectTlsAsync(gateway.Process.Ports.ProxyTls, TlsGateway.Client("one.test", protocol));
        Assert.Equal(404, (await client.ExchangeAsync("GET /nowhere HTTP/1.1\r\nHost: one.test\r\n\r\n")).Status);
        await Eventually.TrueAsync(
            async () => (await LogFile.LinesAsync(gateway.Process, $"\"version\":\"{name}\",\"cipher\":\"TLS_")).Count > 0,
            $"an access log line that names {name}");
    }

    [Fact]
    public async Task Plain_http_on_a_tls_port_is_told_so()
    {
        await using var client = await RawClient.ConnectAsync(gateway.Process.Ports.ProxyTls);
        var response = await client.ExchangeAsync("GET / HTTP/1.1\r\nHost: one.test\r\n\r\n");
        Assert.Equal(400, response.Status);
        Assert.Contains("The plain HTTP request was sent to HTTPS port", response.Text, StringComparison.Ordinal);
        Assert.Empty(await client.ReadToEndAsync());
    }

    [Fact]
    public async Task Protocol_that_is_not_enabled_is_refused()
    {
        await using var only13 = await GatehouseProcess.StartAsync(new GatehouseOptions { Node = new Dictionary<string, string> { ["ssl_protocols"] = "TLSv1.3" } });
        await Assert.ThrowsAnyAsync<Exception>(() => RawClient.ConnectTlsAsync(only13.Ports.ProxyTls, TlsGateway.Client("x", SslProtocols.Tls12)));
        await using var client = await RawClient.ConnectTlsAsync(only13.Ports.ProxyTls, TlsGateway.Client("x", SslProtocols.Tls13));
        Assert.Equal(404, (await client.ExchangeAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n")).Status);
    }

    [Fact]
    public async Task Node_settings_name_further_roots_and_the_certificate_shown_to_upstreams()
    {
        var shown = gateway.Authority.Issue(["node.client.test"]);
        static string Inline(string pem) => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(pem));
        await using var node = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            Declarative = $"_format_version: '3.0'\nservices:\n- {{name: a, url: 'https://127.0.0.1:{gateway.Origin.Port}', routes: [{{paths: [/]}}]}}\n",
            Node = new Dictionary<string, string>
            {
                ["lua_ssl_trusted_certificate"] = $"system,{Inline(gateway.Authority.Pem)}",
                ["client_ssl"] = "on",
                ["client_ssl_cert"] = Inline(shown.CertificatePem),
                ["client_ssl_cert_key"] = Inline(shown.KeyPem),
            },
        });
        await using var client = await RawClient.ConnectAsync(node.Ports.Proxy);
        var response = await client.ExchangeAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.True(response.Status == 200, $"{response.StartLine}: {response.Text}");
        Assert.Contains("CN=node.client.test", response.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("default", 502, "An invalid response was received from the upstream server")]
    [InlineData("unverified", 200, "none")]
    [InlineData("trusted", 200, "none")]
    [InlineData("mutual", 200, "CN=gateway.client.test")]
    public async Task Upstream_certificate_is_verified_as_the_service_says(string service, int status, string text)
    {
        await using var client = await RawClient.ConnectAsync(gateway.Process.Ports.Proxy);
        var response = await client.ExchangeAsync($"GET /{service} HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.True(status == response.Status, $"{response.StartLine}: {response.Text}");
        Assert.Contains(text, response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Default_certificate_survives_a_restart()
    {
        string file = Directory.GetFiles(Path.GetDirectoryName(gateway.Process.AccessLog)!, "*", SearchOption.AllDirectories)
            .Single(f => f.EndsWith(".crt", StringComparison.Ordinal) || f.EndsWith(".pem", StringComparison.Ordinal) && File.ReadAllText(f).Contains("BEGIN CERTIFICATE", StringComparison.Ordinal));
        using var kept = X509CertificateLoader.LoadCertificateFromFile(file);
        string? seen = null;
        var options = TlsGateway.Client("any.test");
        options.RemoteCertificateValidationCallback = (_, certificate, _, _) => (seen = certificate?.GetCertHashString()) is not null;
        await using var client = await RawClient.ConnectTlsAsync(gateway.Process.Ports.ProxyTls, options);
        Assert.Equal(kept.GetCertHashString(), seen);
    }
}
