using System.Security.Cryptography;
using Gatehouse.EndToEnd.Faults;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;
using Echoed = Gatehouse.TestKit.Origins.Echo;

namespace Gatehouse.EndToEnd.Identity;

/// <summary>jwt in a real gateway before a real origin.</summary>
public sealed class JwtTests : IDisposable
{
    private const string Secret = "canary-0ddba11-secret";
    private const string Canary = "canary-5eadbeef";

    private readonly RSA _rsa = RSA.Create(2048);

    public void Dispose() => _rsa.Dispose();

    [Fact]
    public async Task Token_lets_in_names_the_consumer_and_reaches_the_origin()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await StartAsync(origin.Port);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        string token = Jwts.Hs256(Secret, $$"""{"iss":"alice-app","exp":{{Jwts.In(60)}}}""");

        for (int i = 0; i < 3; i++)
        {
            var echo = Echoed.Parse((await client.ExchangeAsync($"GET /jwt HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n")).Text);
            Assert.Equal(["alice"], echo.All("X-Consumer-Username"));
            Assert.Equal(["alice-app"], echo.All("X-Credential-Identifier"));
            Assert.Equal(["Bearer " + token], echo.All("Authorization"));
        }

        string signed = Jwts.Rs256(_rsa, $$"""{"iss":"bob-app","exp":{{Jwts.In(60)}}}""");
        var query = Echoed.Parse((await client.ExchangeAsync($"GET /jwt?a=1&jwt={signed} HTTP/1.1\r\nHost: x\r\n\r\n")).Text);
        Assert.Equal(("/jwt?a=1&jwt=" + signed, "bob"), (query.Target, Assert.Single(query.All("X-Consumer-Username"))));
    }

    [Fact]
    public async Task Wrong_tokens_get_Kongs_answers()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await StartAsync(origin.Port);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        string good = Jwts.Hs256(Secret, $$"""{"iss":"alice-app","exp":{{Jwts.In(60)}}}""");
        (string? Token, string Text, string Challenge)[] table =
        [
            (null, "\"message\":\"Unauthorized\"", "Bearer"),
            ("x.y", "\"message\":\"Bad token; invalid JSON\"", "Bearer error=\"invalid_token\""),
            (good[..^10] + "AAAAAAAAAA", "", "Bearer error=\"invalid_token\""),
            (Jwts.Hs256(Secret, $$"""{"iss":"alice-app","exp":{{Jwts.In(-1)}}}"""), """{"exp":"token expired"}""", "Bearer error=\"invalid_token\""),
            (Jwts.Hs256(_rsa.ExportSubjectPublicKeyInfoPem(), """{"iss":"bob-app"}"""), "\"message\":\"Invalid algorithm\"", "Bearer error=\"invalid_token\""),
        ];
        foreach (var (token, text, challenge) in table)
        {
            var answer = await client.ExchangeAsync($"GET /jwt HTTP/1.1\r\nHost: x\r\n{(token is null ? "" : $"Authorization: Bearer {token}\r\n")}\r\n");
            Assert.Equal((401, challenge), (answer.Status, answer.Header("WWW-Authenticate")));
            Assert.Contains(text, answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Secrets_and_tokens_are_in_no_log_error_or_metric()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await StartAsync(origin.Port);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        string good = Jwts.Hs256(Secret, $$"""{"iss":"alice-app","exp":{{Jwts.In(60)}}}"""), wrong = Jwts.Hs256("other", """{"iss":"alice-app"}""");
        string unknown = Jwts.Hs256("other", $$"""{"iss":"{{Canary}}"}""");
        string answers = "";
        foreach (string token in (string[])[good, wrong, unknown, Canary, $"{Canary}.{Canary}.{Canary}"])
        {
            foreach (string request in (string[])
                [
                    $"GET /jwt?marker=1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n",
                    $"GET /jwt?marker=1&jwt={token} HTTP/1.1\r\nHost: x\r\n\r\n",
                    $"GET /jwt?marker=1 HTTP/1.1\r\nHost: x\r\nCookie: a=b; session={token}\r\n\r\n",
                    $"GET /named?marker=1&ticket={token} HTTP/1.1\r\nHost: x\r\n\r\n",
                    $"GET /named?marker=1 HTTP/1.1\r\nHost: x\r\nX-Ticket: Bearer {token}\r\n\r\n",
                ])
            {
                var answer = await client.ExchangeAsync(request);
                Assert.Equal(token == good ? 200 : 401, answer.Status);
                answers += token == good ? "" : answer.Text;
            }
        }

        await Eventually.TrueAsync(async () => (await LogFile.LinesAsync(gateway, "marker=1")).Count == 25, "25 lines in the access log");
        await Eventually.TrueAsync(() => File.Exists(gateway.FileOf("audit.log")) && File.ReadAllLines(gateway.FileOf("audit.log")).Length == 20, "20 audit records");
        await Eventually.TrueAsync(() => File.Exists(gateway.FileOf("full.log")) && File.ReadAllLines(gateway.FileOf("full.log")).Length == 25, "25 lines of file-log");
        using var http = new HttpClient();
        string everything = answers + await File.ReadAllTextAsync(gateway.AccessLog) + await File.ReadAllTextAsync(gateway.FileOf("audit.log"))
            + await File.ReadAllTextAsync(gateway.FileOf("full.log")) + gateway.Process.Output + gateway.Process.Error
            + await http.GetStringAsync(new Uri(gateway.Status, "/metrics")) + await http.GetStringAsync(new Uri(gateway.Admin, "/"));

        foreach (string secret in (string[])[Secret, Canary, good.Split('.')[2], wrong.Split('.')[2], unknown.Split('.')[2], unknown.Split('.')[1]])
        {
            Assert.DoesNotContain(secret, everything, StringComparison.Ordinal);
        }
    }

    private async Task<GatehouseProcess> StartAsync(int port) => await GatehouseProcess.StartAsync(new GatehouseOptions
    {
        Node = new Dictionary<string, string> { ["proxy_audit_log"] = "audit.log", ["auth_failure_delay"] = "0" },
        Declarative = $$"""
            _format_version: "3.0"
            services:
            - name: s
              url: http://127.0.0.1:{{port}}
              routes:
              - {name: jwt, paths: [/jwt], strip_path: false, plugins: [{name: jwt, config: {claims_to_verify: [exp], cookie_names: [session]} }]}
              - {name: named, paths: [/named], strip_path: false, plugins: [{name: jwt, config: {uri_param_names: [ticket], header_names: [x-ticket]} }]}
            consumers:
            - {username: alice, jwt_secrets: [{key: alice-app, secret: {{Secret}}}]}
            - {username: bob, jwt_secrets: [{key: bob-app, algorithm: RS256, rsa_public_key: {{System.Text.Json.JsonSerializer.Serialize(_rsa.ExportSubjectPublicKeyInfoPem())}}}]}
            plugins:
            - {name: file-log, config: {path: full.log} }
            """,
    });
}
