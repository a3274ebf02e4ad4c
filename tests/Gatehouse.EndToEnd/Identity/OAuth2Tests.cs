using System.Net;
using System.Security.Cryptography;
using System.Text;
using Xunit;
using Echoed = Gatehouse.TestKit.Origins.Echo;

namespace Gatehouse.EndToEnd.Identity;

/// <summary>The gateway as issuer, over TLS.</summary>
public sealed class OAuth2Tests(IssuerGateway gateway) : IClassFixture<IssuerGateway>
{
    private const string Verifier = "abcdelfhigklmnopqrstuvwxyz0123456789abcdefg";

    private static readonly (string, string)[] Shop = [("client_id", "shop"), ("client_secret", "canary-client-secret")];

    [Theory]
    [InlineData("shop", "canary-client-secret")]
    [InlineData("hashed", "canary-hashed-secret")]
    public async Task Client_credentials_give_a_token_that_is_good_at_its_service_only(string id, string secret)
    {
        using var client = gateway.Client();
        var (status, json) = await IssuerGateway.PostAsync(
            client, "/orders/oauth2/token", ("client_id", id), ("client_secret", secret), ("grant_type", "client_credentials"), ("scope", "read"));
        Assert.Equal(HttpStatusCode.OK, status);
        string token = json.GetProperty("access_token").GetString()!;

        var (orders, body) = await IssuerGateway.GetAsync(client, "/orders/1", token);
        var echo = Echoed.Parse(body);
        Assert.Equal(HttpStatusCode.OK, orders);
        Assert.Equal(
            ["shop", id, "read"], new[] { "X-Consumer-Username", "X-Credential-Identifier", "X-Authenticated-Scope" }.Select(n => echo.All(n).Single()));
        Assert.Empty(echo.All("Authorization"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await IssuerGateway.GetAsync(client, "/stock/1", token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await IssuerGateway.GetAsync(client, "/orders/1", null)).Status);
    }

    [Fact]
    public async Task Code_with_pkce_is_redeemed_once_by_many_at_once_and_refreshed_until_it_is_revoked()
    {
        using var client = gateway.Client();
        string code = await CodeAsync(client);
        (string, string)[] redeem = [.. Shop, ("grant_type", "authorization_code"), ("code", code), ("code_verifier", Verifier)];
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => IssuerGateway.PostAsync(client, "/orders/oauth2/token", redeem)));
        Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(a => a.Status == HttpStatusCode.BadRequest));

        // Seven have told that somebody has the code who should not: what it gave is worthless.
        string lost = answers.Single(a => a.Status == HttpStatusCode.OK).Json.GetProperty("access_token").GetString()!;
        Assert.Equal(HttpStatusCode.Unauthorized, (await IssuerGateway.GetAsync(client, "/orders/1", lost)).Status);

        code = await CodeAsync(client);
        var (_, json) = await IssuerGateway.PostAsync(client, "/orders/oauth2/token", [.. Shop, ("grant_type", "authorization_code"), ("code", code), ("code_verifier", Verifier)]);
        (_, json) = await IssuerGateway.PostAsync(client, "/orders/oauth2/token", [.. Shop, ("grant_type", "refresh_token"), ("refresh_token", json.GetProperty("refresh_token").GetString()!)]);
        string access = json.GetProperty("access_token").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await IssuerGateway.GetAsync(client, "/orders/1", access)).Status);
        var introspected = (await IssuerGateway.PostAsync(client, "/orders/oauth2/introspect", [.. Shop, ("token", access)])).Json;
        Assert.Equal((true, "ann"), (introspected.GetProperty("active").GetBoolean(), introspected.GetProperty("sub").GetString()));

        using var revoke = new FormUrlEncodedContent([.. Shop.Select(p => KeyValuePair.Create(p.Item1, p.Item2)), KeyValuePair.Create("token", access)]);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync(new Uri("/orders/oauth2/revoke", UriKind.Relative), revoke)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await IssuerGateway.GetAsync(client, "/orders/1", access)).Status);
    }

    [Fact]
    public async Task Tokens_survive_a_reload()
    {
        using var client = gateway.Client();
        var (_, json) = await IssuerGateway.PostAsync(client, "/orders/oauth2/token", [.. Shop, ("grant_type", "client_credentials")]);
        string document = await File.ReadAllTextAsync(gateway.Process.DeclarativeFile);
        using var content = new StringContent(document, Encoding.UTF8, "application/json");
        using var admin = new HttpClient();
        Assert.Equal(HttpStatusCode.Created, (await admin.PostAsync(new Uri(gateway.Process.Admin, "/config"), content)).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await IssuerGateway.GetAsync(client, "/orders/1", json.GetProperty("access_token").GetString())).Status);
    }

    [Fact]
    public async Task Plain_http_gets_no_token()
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{gateway.Process.Ports.Proxy}") };
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        var (status, json) = await IssuerGateway.PostAsync(client, "/orders/oauth2/token", [.. Shop, ("grant_type", "client_credentials")]);
        Assert.Equal((HttpStatusCode.BadRequest, "You must use HTTPS"), (status, json.GetProperty("error_description").GetString()));
    }

    [Fact]
    public async Task Secrets_and_tokens_are_in_no_log_and_no_metric()
    {
        using var client = gateway.Client();
        var (_, json) = await IssuerGateway.PostAsync(
            client, $"/orders/oauth2/token?client_id=shop&client_secret=canary-client-secret&provision_key=canary-provision-key", ("grant_type", "client_credentials"));
        string token = json.GetProperty("access_token").GetString()!;
        await IssuerGateway.GetAsync(client, $"/orders/1?access_token={token}", null);
        await IssuerGateway.GetAsync(client, "/orders/marker", token + "x");
        await IssuerGateway.PostAsync(client, "/orders/oauth2/token", ("client_id", "shop"), ("client_secret", "canary-wrong"), ("grant_type", "client_credentials"));
        await TestKit.Waiting.Eventually.TrueAsync(
            async () => File.Exists(gateway.PluginLog) && (await File.ReadAllTextAsync(gateway.PluginLog)).Contains("/orders/marker", StringComparison.Ordinal), "the plugin log");

        using var http = new HttpClient();
        string told = await File.ReadAllTextAsync(gateway.PluginLog) + await File.ReadAllTextAsync(gateway.Process.AccessLog)
            + gateway.Process.Process.Output + gateway.Process.Process.Error + await http.GetStringAsync(new Uri(gateway.Process.Status, "/metrics"));
        Assert.DoesNotContain("canary", told, StringComparison.Ordinal);
        Assert.DoesNotContain(token, told, StringComparison.Ordinal);
    }

    private static async Task<string> CodeAsync(HttpClient client)
    {
        string challenge = System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
        var (status, json) = await IssuerGateway.PostAsync(
            client, "/orders/oauth2/authorize", ("client_id", "shop"), ("response_type", "code"), ("scope", "read write"), ("state", "xyz"),
            ("provision_key", "canary-provision-key"), ("authenticated_userid", "ann"), ("code_challenge", challenge), ("code_challenge_method", "S256"));
        Assert.Equal(HttpStatusCode.OK, status);
        var query = System.Web.HttpUtility.ParseQueryString(new Uri(json.GetProperty("redirect_uri").GetString()!).Query);
        Assert.Equal("xyz", query["state"]);
        return query["code"]!;
    }
}
