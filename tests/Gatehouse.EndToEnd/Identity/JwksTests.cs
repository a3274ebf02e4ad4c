using System.Net;
using System.Net.Http.Headers;
using Gatehouse.EndToEnd.Http2;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;
using Echoed = Gatehouse.TestKit.Origins.Echo;

namespace Gatehouse.EndToEnd.Identity;

/// <summary>jwt with a published key set in a real gateway, over HTTP/1.1 and HTTP/2.</summary>
public sealed class JwksTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Token_of_a_published_key_is_let_in_over_both_versions_of_http(bool isHttp2)
    {
        await using var origin = EchoOrigin.Start();
        await using var issuer = await JwksServer.StartAsync("k1");
        await using var gateway = await StartAsync(origin.Port, issuer);
        using var client = isHttp2 ? Http2Gateway.Client() : new HttpClient();
        var target = new Uri(isHttp2 ? gateway.ProxyTls : gateway.Proxy, "/jwks");
        string good = issuer.Token("k1");

        for (int i = 0; i < 3; i++)
        {
            using var answer = await SendAsync(client, target, good);
            Assert.Equal((HttpStatusCode.OK, isHttp2 ? HttpVersion.Version20 : HttpVersion.Version11), (answer.StatusCode, answer.Version));
            var echo = Echoed.Parse(await answer.Content.ReadAsStringAsync());
            Assert.Equal(["joe"], echo.All("X-Credential-Identifier"));
            Assert.Equal(["Bearer " + good], echo.All("Authorization"));
        }

        foreach (var (token, challenge) in ((string?, string)[])[(null, "Bearer"), (good[..^4] + "AAAA", "Bearer error=\"invalid_token\""), (issuer.Token("k2"), "Bearer error=\"invalid_token\"")])
        {
            using var answer = await SendAsync(client, target, token);
            Assert.Equal((HttpStatusCode.Unauthorized, challenge), (answer.StatusCode, string.Join('|', answer.Headers.GetValues("WWW-Authenticate"))));
        }
    }

    [Fact]
    public async Task Herd_of_new_tokens_over_http2_while_the_key_is_new_fails_none_and_fetches_once()
    {
        await using var origin = EchoOrigin.Start();
        await using var issuer = await JwksServer.StartAsync("k1");
        await using var gateway = await StartAsync(origin.Port, issuer);
        using var client = Http2Gateway.Client();
        var target = new Uri(gateway.ProxyTls, "/jwks");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, target, issuer.Token("k1")));
        int before = issuer.Fetches;

        issuer.Publish("k1", "k2");
        var statuses = await Task.WhenAll(Enumerable.Range(0, 80).Select(i => StatusAsync(client, target, issuer.Token("k2", $"joe-{i % 40}"))));

        Assert.All(statuses, s => Assert.Equal(HttpStatusCode.OK, s));
        Assert.InRange(issuer.Fetches, before + 1, before + 2);
    }

    [Fact]
    public async Task Rotation_and_outage_of_the_issuer_refuse_no_valid_token_and_let_no_other_one_in()
    {
        await using var origin = EchoOrigin.Start();
        await using var issuer = await JwksServer.StartAsync("k1");
        await using var gateway = await StartAsync(origin.Port, issuer);
        using var client = new HttpClient();
        var target = new Uri(gateway.Proxy, "/jwks");
        string first = issuer.Token("k1");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, target, first));

        // The first token of the new key brings the new set; with it goes what the old key has signed, remembered or not.
        issuer.Publish("k2");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, target, issuer.Token("k2")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, target, first));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, target, issuer.Token("k1", "another")));

        issuer.Misbehave(500, "");
        string remembered = issuer.Token("k2"), fresh = issuer.Token("k2", "another");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, target, remembered));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, target, fresh));

        // Whether it is a valid one nobody can say.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(client, target, issuer.Token("k3")));
        issuer.Publish("k2", "k3");
        await Eventually.TrueAsync(async () => await StatusAsync(client, target, issuer.Token("k3")) == HttpStatusCode.OK, "the issuer to be asked again");
    }

    [Fact]
    public async Task Unknown_key_ids_are_no_way_to_make_the_gateway_call_the_issuer()
    {
        await using var origin = EchoOrigin.Start();
        await using var issuer = await JwksServer.StartAsync("k1");
        await using var gateway = await StartAsync(origin.Port, issuer);
        using var client = new HttpClient();
        var target = new Uri(gateway.Proxy, "/jwks");
        for (int i = 0; i < 60; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, target, issuer.Token($"unknown-{i}")));
        }

        // The first fetch, four at once, and one every five seconds, of which few can pass.
        Assert.InRange(issuer.Fetches, 2, 10);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, target, issuer.Token("k1")));
    }

    [Theory]
    [InlineData(302, "")]
    [InlineData(200, "{\"keys\":[],\"more\":\"*\"}")]
    [InlineData(200, "{\"keys\":[[[[[[[[]]]]]]]]}")]
    public async Task Document_that_leads_elsewhere_or_is_huge_or_none_denies(int status, string body)
    {
        await using var origin = EchoOrigin.Start();
        await using var issuer = await JwksServer.StartAsync("k1");
        issuer.Misbehave(status, body.Replace("*", new string('x', 300_000), StringComparison.Ordinal), status == 302 ? "/elsewhere" : null);
        await using var gateway = await StartAsync(origin.Port, issuer);
        using var client = new HttpClient();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(client, new Uri(gateway.Proxy, "/jwks"), issuer.Token("k1")));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, Uri target, string token)
    {
        using var answer = await SendAsync(client, target, token);
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, Uri target, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target) { Version = client.DefaultRequestVersion, VersionPolicy = client.DefaultVersionPolicy };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await client.SendAsync(request);
    }

    private static Task<GatehouseProcess> StartAsync(int port, JwksServer issuer) => GatehouseProcess.StartAsync(new GatehouseOptions
    {
        Node = new Dictionary<string, string> { ["auth_failure_delay"] = "0" },
        Declarative = $$"""
            _format_version: "3.0"
            services:
            - name: s
              url: http://127.0.0.1:{{port}}
              routes:
              - {name: jwks, paths: [/jwks], strip_path: false, plugins: [{name: jwt, config: {jwks_uri: '{{issuer.Url}}', issuers: ['https://idp.test']} }]}
            """,
    });
}
