using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;
using Echoed = Gatehouse.TestKit.Origins.Echo;

namespace Gatehouse.EndToEnd.Identity;

/// <summary>hmac-auth in a real gateway: the signature is over what the client sent, and the body is its own.</summary>
public sealed class HmacAuthTests
{
    private const string Secret = "canary-hmac-secret";

    [Fact]
    public async Task Signed_request_with_its_body_lets_in_and_the_signature_is_hidden()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await StartAsync(origin.Port);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);

        var echo = Echoed.Parse((await client.ExchangeAsync(Request("hello world", "hello world", "/p/%7e?q=%20+"))).Text);

        Assert.Equal(["alice"], echo.All("X-Consumer-Username"));
        Assert.Equal(["alice-user"], echo.All("X-Credential-Identifier"));
        Assert.Empty(echo.All("Authorization"));
        Assert.Equal("hello world".Length, echo.BodyLength);
    }

    [Fact]
    public async Task Changed_body_target_or_date_is_refused_and_nothing_secret_is_told()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await StartAsync(origin.Port);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        string everything = "";
        (string Request, string Message)[] table =
        [
            (Request("hello world", "hello worlD"), "HMAC signature does not match"),
            (Request("", "", "/p").Replace("POST /p ", "POST /p2 ", StringComparison.Ordinal), "HMAC signature does not match"),
            (Request("", "", "/p", -600), "HMAC signature cannot be verified, a valid date or x-date header is required for HMAC Authentication"),
            (Request("", "", "/p").Replace("digest\"", "host\"", StringComparison.Ordinal), "HMAC signature cannot be verified"),
            ("GET /p HTTP/1.1\r\nHost: x\r\n\r\n", "Unauthorized"),
        ];
        foreach (var (request, message) in table)
        {
            var answer = await client.ExchangeAsync(request);
            Assert.Equal((401, "hmac"), (answer.Status, answer.Header("WWW-Authenticate")));
            Assert.Contains($"\"message\":\"{message}\"", answer.Text, StringComparison.Ordinal);
            everything += answer.Text;
        }

        using var http = new HttpClient();
        await Eventually.TrueAsync(() => gateway.Process.Error.Contains("wrong_secret", StringComparison.Ordinal), "the audit record in the node's log");
        everything += gateway.Process.Output + gateway.Process.Error + await File.ReadAllTextAsync(gateway.AccessLog) + await http.GetStringAsync(new Uri(gateway.Status, "/metrics"));
        Assert.DoesNotContain("canary", everything, StringComparison.Ordinal);
    }

    private static string Request(string signedBody, string sentBody, string target = "/p", int seconds = 0)
    {
        string date = DateTimeOffset.UtcNow.AddSeconds(seconds).ToString("r", CultureInfo.InvariantCulture);
        string digest = "SHA-256=" + Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(signedBody)));
        string text = $"x-date: {date}\n@request-target: post {target}\ndigest: {digest}";
        string signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.ASCII.GetBytes(Secret), Encoding.ASCII.GetBytes(text)));
        return $"POST {target} HTTP/1.1\r\nHost: x\r\nX-Date: {date}\r\nDigest: {digest}\r\nContent-Length: {sentBody.Length}\r\n"
            + $"Authorization: hmac username=\"alice-user\", algorithm=\"hmac-sha256\", headers=\"x-date @request-target digest\", signature=\"{signature}\"\r\n\r\n{sentBody}";
    }

    private static async Task<GatehouseProcess> StartAsync(int port) => await GatehouseProcess.StartAsync(new GatehouseOptions
    {
        Declarative = $$"""
            _format_version: "3.0"
            services:
            - name: s
              url: http://127.0.0.1:{{port}}
              routes:
              - {name: p, paths: [/p], strip_path: false}
              plugins: [{name: hmac-auth, config: {validate_request_body: true, hide_credentials: true, enforce_headers: [x-date, '@request-target', digest]} }]
            consumers:
            - {username: alice, hmacauth_credentials: [{username: alice-user, secret: {{Secret}}}]}
            """,
    });
}
