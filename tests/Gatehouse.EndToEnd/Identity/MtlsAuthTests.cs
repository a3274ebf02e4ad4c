using System.Text.Json.Nodes;
using Gatehouse.EndToEnd.Faults;
using Gatehouse.TestKit.Certificates;
using Gatehouse.TestKit.Http;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;
using Echoed = Gatehouse.TestKit.Origins.Echo;

namespace Gatehouse.EndToEnd.Identity;

/// <summary>Client certificates at a real gateway: who is asked, who is let in, and what one name's connection is worth to another.</summary>
public sealed class MtlsAuthTests(MtlsGateway gateway) : IClassFixture<MtlsGateway>
{
    private const string Missing = "No required TLS certificate was sent";
    private const string Failed = "TLS certificate failed verification";

    [Fact]
    public async Task Trusted_certificate_is_its_consumer_for_every_request_of_the_connection()
    {
        await using var client = await gateway.ConnectAsync("mtls.test", gateway.Alice);
        for (int i = 0; i < 3; i++)
        {
            var echo = Echoed.Parse((await GetAsync(client, "mtls.test")).Text);
            Assert.Equal(["alice"], echo.All("X-Consumer-Username"));
            Assert.Single(echo.All("X-Credential-Identifier"));
            Assert.Empty(echo.All("X-Client-Cert-Dn"));
        }
    }

    [Fact]
    public async Task Intermediate_that_the_client_sends_completes_the_chain()
    {
        await using var client = await gateway.ConnectAsync("mtls.test", gateway.Middle.Issue(MtlsGateway.Named("alice")), gateway.Middle);
        Assert.Equal(200, (await GetAsync(client, "mtls.test")).Status);
    }

    [Fact]
    public async Task Skipped_consumer_leaves_the_names_of_the_certificate_to_the_upstream()
    {
        await using var client = await gateway.ConnectAsync("skip.test", gateway.Root.Issue(MtlsGateway.Named("carol")));
        var echo = Echoed.Parse((await client.ExchangeAsync("GET / HTTP/1.1\r\nHost: skip.test\r\nX-Client-Cert-Dn: CN=root\r\nX_Client_Cert_San: forged\r\n\r\n")).Text);
        Assert.Equal(["CN=carol"], echo.All("X-Client-Cert-Dn"));
        Assert.Equal(["carol.client.test"], echo.All("X-Client-Cert-San"));
        Assert.Empty(echo.All("X_Client_Cert_San"));
        Assert.Empty(echo.All("X-Consumer-Username"));
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "none", Missing },
        { "expired", Failed },
        { "wrong root of the same name", Failed },
        { "for servers", Failed },
        { "revoked", Failed },
        { "nobody's", Failed },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Certificate_is_refused(string kind, string message)
    {
        var now = TimeProvider.System.GetUtcNow();
        var recipe = MtlsGateway.Named("alice");
        TestLeaf? leaf = kind switch
        {
            "none" => null,
            "expired" => gateway.Root.Issue(recipe with { NotBefore = now.AddDays(-2), NotAfter = now.AddMinutes(-1) }),
            "wrong root of the same name" => gateway.Other.Issue(recipe),
            "for servers" => gateway.Root.Issue(recipe with { Usages = [LeafRecipe.ServerAuthentication] }),
            "revoked" => gateway.Revoked,
            _ => gateway.Root.Issue(MtlsGateway.Named("mallory")),
        };
        await using var client = await gateway.ConnectAsync("mtls.test", leaf);
        var response = await GetAsync(client, "mtls.test");
        Assert.Equal(401, response.Status);
        Assert.Contains(message, response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anonymous_consumer_stands_in_for_no_certificate()
    {
        await using var client = await gateway.ConnectAsync("anon.test", null);
        Assert.Equal(["guest"], Echoed.Parse((await GetAsync(client, "anon.test")).Text).All("X-Consumer-Username"));
        await using var known = await gateway.ConnectAsync("anon.test", gateway.Alice);
        Assert.Equal(["alice"], Echoed.Parse((await GetAsync(known, "anon.test")).Text).All("X-Consumer-Username"));
    }

    // CVE-2026-48491: the handshake names one host, the request another.
    [Theory]
    [InlineData("open.test", "mtls.test")]
    [InlineData("open.test", "a.mtls.test")]
    [InlineData("open.test", "mtls.test.")]
    [InlineData("a.mtls.test", "b.mtls.test")]
    [InlineData("anon.test", "mtls.test")]
    [InlineData("", "mtls.test")]
    public async Task Host_of_another_name_than_the_handshake_is_misdirected(string serverName, string host)
    {
        await using var client = await gateway.ConnectAsync(serverName, gateway.Alice);
        var response = await GetAsync(client, host);
        Assert.True(response.Status == 421 || (host.EndsWith('.') && response.Status == 404), $"{response.StartLine} {response.Text}");
    }

    [Fact]
    public async Task Host_without_mtls_may_differ_from_the_handshake()
    {
        await using var client = await gateway.ConnectAsync("mtls.test", gateway.Alice);
        var echo = Echoed.Parse((await GetAsync(client, "open.test")).Text);
        Assert.Empty(echo.All("X-Consumer-Username"));
    }

    [Fact]
    public async Task Http2_request_without_a_good_certificate_is_refused()
    {
        using var stranger = gateway.Http2("mtls.test", gateway.Other.Issue(MtlsGateway.Named("alice")));
        using var nobody = gateway.Http2("mtls.test", null);
        foreach (var (client, message) in ((HttpClient, string)[])[(stranger, "TLS certificate failed verification"), (nobody, "No required TLS certificate was sent")])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Version = client.DefaultRequestVersion, VersionPolicy = client.DefaultVersionPolicy, Headers = { Host = "mtls.test" } };
            using var response = await client.SendAsync(request);
            Assert.Equal(System.Net.HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Contains(message, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Http2_streams_carry_the_certificate_of_their_connection()
    {
        using var client = gateway.Http2("mtls.test", gateway.Alice);
        for (int i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Version = client.DefaultRequestVersion, VersionPolicy = client.DefaultVersionPolicy, Headers = { Host = "mtls.test" } };
            using var response = await client.SendAsync(request);
            Assert.Equal(["alice"], Echoed.Parse(await response.Content.ReadAsStringAsync()).All("X-Consumer-Username"));
        }
    }

    [Fact]
    public async Task Certificate_that_let_somebody_in_is_told_in_the_log()
    {
        await using var client = await gateway.ConnectAsync("mtls.test", gateway.Alice);
        await client.ExchangeAsync("GET /?logged=1 HTTP/1.1\r\nHost: mtls.test\r\n\r\n");
        await Eventually.TrueAsync(
            async () => (await LogFile.LinesAsync(gateway.Process, "logged=1")).Any(l => l.Contains("\"client_verify\":\"SUCCESS\"", StringComparison.Ordinal)),
            "an access log line that says SUCCESS");
    }

    [Fact]
    public async Task Authority_that_is_no_longer_trusted_ends_connections_that_are_open()
    {
        using var first = new TestAuthority("First");
        using var second = new TestAuthority("Second");
        await using var own = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = Trusting(first) });
        await using var client = await TestKit.Clients.RawClient.ConnectTlsAsync(own.Ports.ProxyTls, MtlsGateway.Client("mtls.test", first.Issue(MtlsGateway.Named("alice"))));
        Assert.Equal(418, (await GetAsync(client, "mtls.test")).Status);

        using var reloads = new Reload.Reloads(own);
        Assert.Equal(System.Net.HttpStatusCode.Created, await reloads.PostAsync(Trusting(second)));
        Assert.Equal(401, (await GetAsync(client, "mtls.test")).Status);
    }

    private static string Trusting(TestAuthority authority) => new JsonObject
    {
        ["_format_version"] = "3.0",
        ["ca_certificates"] = new JsonArray(new JsonObject { ["id"] = "aaaaaaaa-0000-4000-8000-000000000001", ["cert"] = authority.Pem }),
        ["consumers"] = new JsonArray(new JsonObject { ["username"] = "alice" }),
        ["routes"] = new JsonArray(new JsonObject
        {
            ["name"] = "mtls",
            ["hosts"] = new JsonArray("mtls.test"),
            ["plugins"] = new JsonArray(
                new JsonObject { ["name"] = "mtls-auth", ["config"] = new JsonObject { ["ca_certificates"] = new JsonArray("aaaaaaaa-0000-4000-8000-000000000001") } },
                new JsonObject { ["name"] = "request-termination", ["config"] = new JsonObject { ["status_code"] = 418 } }),
        }),
    }.ToJsonString();

    private static Task<HttpMessage> GetAsync(TestKit.Clients.RawClient client, string host) => client.ExchangeAsync($"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");
}
