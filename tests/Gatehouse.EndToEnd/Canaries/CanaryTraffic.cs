using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Gatehouse.EndToEnd.Identity;
using Xunit;

namespace Gatehouse.EndToEnd.Canaries;

/// <summary>Good and bad credentials for every plugin, each a canary.</summary>
internal sealed class CanaryTraffic(CanarySite site)
{
    private const string Verifier = "canary-verifier-0123456789-abcdefghijklmnopqrstuvwxyz";

    private readonly Cage _cage = site.Cage;
    private readonly CanaryDocument _planted = site.Planted;

    /// <summary>Answers that were others than expected: a request that gets nowhere tests nothing.</summary>
    public List<string> Unexpected { get; } = [];

    public async Task RunAsync()
    {
        await KeysAsync();
        await PasswordsAndSignaturesAsync();
        await TokensAsync();
        await IssuerAsync();
        await SessionAsync();
        await LoginAsync();
        foreach (var (path, status) in ((string, int)[])[("/opa", 500), ("/mtls", 401), ($"/denied?apikey={_planted.Key}", 403), ($"/down?apikey={_planted.Key}", 502)])
        {
            await SendAsync(status, "GET " + path);
        }
    }

    private async Task<string> SendAsync(int status, string line, string[]? fields = null, string? body = null)
    {
        var answer = await site.SendAsync(line, fields, body);
        if (status != answer.Status)
        {
            Unexpected.Add($"{status} for {line} {fields?[0]}: {CanarySite.Told(answer)}");
        }

        return answer.Text;
    }

    private async Task KeysAsync()
    {
        string wrong = _cage.New("wrong-key");
        foreach (var (key, status) in ((string, int)[])[(_planted.Key, 200), (wrong, 401)])
        {
            foreach (string name in (string[])["apikey", "x-ticket", "x%2dticket"])
            {
                await SendAsync(status, $"GET /key?{name}={key}");
            }

            await SendAsync(status, "GET /key", [$"apikey: {key}"]);
            await SendAsync(status, "GET /key", [$"X-Ticket: {key}"]);
            await SendAsync(status, "POST /key", null, $"apikey={key}");
        }

        // Where no plugin looks at it, or none gets to, it is a key all the same.
        await SendAsync(404, $"GET /nowhere?apikey={wrong}", [$"apikey: {wrong}", $"Cookie: a={wrong}", $"Proxy-Authorization: {wrong}"]);
        await SendAsync(400, $"GET /key?apikey={wrong}", ["Host: two"]);
    }

    private async Task PasswordsAndSignaturesAsync()
    {
        await SendAsync(200, "GET /basic", ["Authorization: " + _cage.Basic("basic-good", "alice", _planted.Password)]);
        await SendAsync(401, "GET /basic", ["Authorization: " + _cage.Basic("basic-wrong", "alice", _cage.New("wrong-password"))]);
        await SendAsync(401, "GET /basic", ["Authorization: " + _cage.New("no-scheme")]);
        foreach (var (secret, status) in ((string, int)[])[(_planted.HmacSecret, 200), (_cage.New("wrong-hmac-secret"), 401)])
        {
            string date = DateTimeOffset.UtcNow.ToString("r", CultureInfo.InvariantCulture);
            string signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.ASCII.GetBytes(secret), Encoding.ASCII.GetBytes($"date: {date}")));
            _cage.Keep($"signature-{status}", signature);
            await SendAsync(status, "GET /hmac", [$"Date: {date}", $"Authorization: hmac username=\"alice\", algorithm=\"hmac-sha256\", headers=\"date\", signature=\"{signature}\""]);
        }
    }

    private async Task TokensAsync()
    {
        (string Name, string Secret, string Issuer, int Status)[] table =
        [
            ("jwt-good", _planted.JwtSecret, "app", 200), ("jwt-vault", _planted.VaultSecret, "vault-app", 200),
            ("jwt-wrong", _cage.New("wrong-jwt-secret"), "app", 401), ("jwt-unknown", _planted.JwtSecret, _cage.New("issuer"), 401),
        ];
        foreach (var (name, secret, issuer, status) in table)
        {
            string token = _cage.Token(name, Jwts.Hs256(secret, $$"""{"iss":"{{issuer}}","jti":"{{_cage.New(name + "-id")}}"}"""));
            await SendAsync(status, "GET /jwt", [$"Authorization: Bearer {token}"]);
            await SendAsync(status, $"GET /jwt?jwt={token}");
            await SendAsync(status, $"GET /jwt?slip={token}");
            await SendAsync(status, "GET /jwt", [$"Cookie: jwt-cookie={token}"]);
        }

        await SendAsync(401, "GET /jwt", [$"Authorization: Bearer {_cage.New("no-jwt")}"]);
    }

    private async Task IssuerAsync()
    {
        const string Token = "POST /issuer/oauth2/token";
        string client = $"client_id=shop&client_secret={_planted.ClientSecret}";
        string challenge = System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
        string user = $"response_type=code&scope=read&authenticated_userid=ann&code_challenge={challenge}&code_challenge_method=S256&client_id=shop";
        var redirect = JsonNode.Parse(await SendAsync(200, "POST /issuer/oauth2/authorize", null, $"{user}&provision_key={_planted.ProvisionKey}"))!["redirect_uri"]!.GetValue<string>();
        string code = _cage.Keep("code", HttpUtility.ParseQueryString(new Uri(redirect).Query)["code"]!);
        await SendAsync(400, "POST /issuer/oauth2/authorize", null, $"{user}&provision_key={_cage.New("wrong-provision-key")}");

        var issued = JsonNode.Parse(await SendAsync(200, Token, null, $"{client}&grant_type=authorization_code&code={code}&code_verifier={Verifier}"))!;
        string access = _cage.Keep("access-token", issued["access_token"]!.GetValue<string>());
        string refresh = _cage.Keep("refresh-token", issued["refresh_token"]!.GetValue<string>());
        await SendAsync(200, "GET /issuer", [$"Authorization: Bearer {access}"]);
        await SendAsync(200, $"GET /issuer?access_token={access}");
        await SendAsync(200, "POST /issuer/oauth2/introspect", null, $"{client}&token={access}");
        issued = JsonNode.Parse(await SendAsync(200, Token, null, $"{client}&grant_type=refresh_token&refresh_token={refresh}"))!;
        _cage.Keep("second-access-token", issued["access_token"]!.GetValue<string>());

        // Used again, in the query too, and from the wrong client.
        await SendAsync(400, Token, null, $"{client}&grant_type=authorization_code&code={code}&code_verifier={Verifier}");
        await SendAsync(400, Token, null, $"{client}&grant_type=refresh_token&refresh_token={refresh}");
        await SendAsync(401, $"GET /issuer?access_token={_cage.New("wrong-access-token")}");
        await SendAsync(400, $"{Token}?{client}&provision_key={_planted.ProvisionKey}&code={code}&refresh_token={refresh}&token={access}", null, "grant_type=authorization_code");
        string wrong = _cage.New("wrong-client-secret");
        await SendAsync(400, Token, null, $"client_id=shop&client_secret={wrong}&grant_type=client_credentials");
        await SendAsync(401, Token, ["Authorization: " + _cage.Basic("client-wrong", "shop", wrong)], "grant_type=client_credentials");
        await SendAsync(200, Token, ["Authorization: " + _cage.Basic("client-good", "shop", _planted.ClientSecret)], "grant_type=client_credentials");
    }

    private async Task SessionAsync()
    {
        var answer = await site.SendAsync($"GET /app?apikey={_planted.Key}");
        string cookie = answer.Header("Set-Cookie")!.Split(';')[0];
        _cage.Keep("session-cookie", cookie["session=".Length..]);
        await SendAsync(200, "GET /app", [$"Cookie: {cookie}"]);
        await SendAsync(200, "GET /app", [$"Cookie: session={_cage.New("wrong-session")}"]);
    }

    private async Task LoginAsync()
    {
        string token = _cage.Token("oidc-token", Jwts.Hs256(_cage.New("oidc-signing"), $$"""{"iss":"http://127.0.0.1:{{site.Outside.Port}}","exp":4102444800}"""));
        await SendAsync(401, "GET /login", [$"Authorization: Bearer {token}"]);
        string opaque = _cage.New("opaque-token");
        await SendAsync(503, "GET /login", [$"Authorization: Bearer {opaque}"]);
        await SendAsync(503, $"GET /login?access_token={opaque}");
        await SendAsync(503, "GET /login", [$"Cookie: at={opaque}"]);
        await SendAsync(401, "GET /login", ["Authorization: " + _cage.Basic("oidc-client", "other", _cage.New("other-client-secret"))]);
        await SendAsync(401, "GET /login", [$"Cookie: session={_cage.New("wrong-oidc-session")}", "Accept: application/json"]);

        var redirect = await site.SendAsync("GET /login", ["Accept: text/html"]);
        Assert.Equal(302, redirect.Status);
        string state = HttpUtility.ParseQueryString(new Uri(redirect.Header("Location")!).Query)["state"]!;
        string[] cookies = [.. redirect.All("Set-Cookie").Select(c => c.Split(';')[0])];
        _cage.Keep("login-cookie", cookies[0][(cookies[0].IndexOf('=', StringComparison.Ordinal) + 1)..]);
        _cage.Keep("login-state", state);
        var back = await site.SendAsync($"GET /login?code={_cage.New("login-code")}&state={state}", ["Accept: text/html", $"Cookie: {string.Join("; ", cookies)}"]);
        Assert.True(back.Status is >= 400 or 302, CanarySite.Told(back));
        Assert.Equal(1, site.Outside.Asked("/token") - 1);
    }
}
