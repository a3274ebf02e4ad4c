using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Plugins.OAuth2;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Identity;
using Gatehouse.TestKit.Time;

namespace Gatehouse.Gateway.Tests.Plugins.OAuth2;

/// <summary>An issuer with a few clients, and what its users would do with it.</summary>
internal sealed class OAuth2Bench : IDisposable
{
    public const string Everything =
        """{"enable_authorization_code":true,"enable_implicit_grant":true,"enable_client_credentials":true,"enable_password_grant":true,"provision_key":"prov-canary","scopes":["email","profile"]}""";

    public const string Verifier = "abcdelfhigklmnopqrstuvwxyz0123456789abcdefg";
    public const string App = "client_id=app&client_secret=app-canary:1";
    public const string User = "provision_key=prov-canary&authenticated_userid=u%201";

    private readonly PluginBench _bench;

    public OAuth2Bench()
    {
        _bench = new PluginBench(
            config: IdentityConfig.Company with
            {
                OAuth2Credentials =
                [
                    Client("app", "app-canary:1", "http://app.test/cb", "http://app.test/cb2?foo=bar&code=old"),
                    Client("other", "other-canary", "http://other.test/cb"),
                    Client("spa", null, "http://spa.test/cb") with { ClientType = "public" },
                    Client("machine", "machine-canary"),
                    Client("hashed", Pbkdf2("hashed-canary"), "http://hashed.test/cb") with { HashSecret = true },
                    Client("hashed-here", "hashed-canary", "http://hashed.test/cb") with { HashSecret = true },
                ],
            },
            time: Clock);
    }

    public FakeClock Clock { get; } = new();

    public PluginBench Inner => _bench;

    public static string Challenge => System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public void Dispose() => _bench.Dispose();

    public Plugin Plugin(string config = Everything, string id = "plugin-1")
    {
        var json = (JsonObject)JsonNode.Parse(config)!;
        var context = _bench.Context("oauth2", json);
        return new OAuth2Plugin(
            OAuth2Config.From(json), AuthenticationOptions.From(json), context with { Instance = context.Instance with { Id = id } });
    }

    /// <summary>Posts a form to an endpoint over TLS.</summary>
    public static Task<FakeExchange> PostAsync(Plugin plugin, string endpoint, string form, string? authorization = null, string service = "s1")
        => SendAsync(plugin, new FakeExchange("POST", "/any/oauth2/" + endpoint, isTls: true), form, authorization, service);

    public static async Task<FakeExchange> SendAsync(Plugin plugin, FakeExchange exchange, string body, string? authorization = null, string service = "s1")
    {
        if (body.Length > 0)
        {
            exchange.Request.HasBody = true;
            exchange.Client.AddBody(Encoding.UTF8.GetBytes(body));
            exchange.With("Content-Type", body[0] == '{' ? "application/json" : "application/x-www-form-urlencoded");
        }

        if (authorization is not null)
        {
            exchange.With("Authorization", authorization);
        }

        exchange.On(FakeExchange.NewRoute(), FakeExchange.NewService() with { Id = service });
        await plugin.AccessAsync(exchange);
        return exchange;
    }

    /// <summary>Asks for the service with a token.</summary>
    public static Task<FakeExchange> UseAsync(Plugin plugin, string? token, string service = "s1")
        => SendAsync(plugin, new FakeExchange("GET", "/things"), "", token is null ? null : "Bearer " + token, service);

    /// <summary>A code, sent to the client's first redirect URI unless <paramref name="more"/> says otherwise.</summary>
    public static async Task<string> CodeAsync(Plugin plugin, string more = "client_id=app", string service = "s1")
    {
        var exchange = await PostAsync(plugin, "authorize", $"{User}&response_type=code&scope=email&{more}", service: service);
        string target = Json(exchange).GetProperty("redirect_uri").GetString()!;
        return System.Web.HttpUtility.ParseQueryString(new Uri(target).Query)["code"] ?? throw new InvalidOperationException(target);
    }

    public static Task<FakeExchange> RedeemAsync(Plugin plugin, string code, string more = App, string service = "s1")
        => PostAsync(plugin, "token", $"grant_type=authorization_code&code={code}&{more}", service: service);

    public static async Task<(string Access, string Refresh)> TokensAsync(Plugin plugin, string service = "s1")
    {
        var json = Json(await RedeemAsync(plugin, await CodeAsync(plugin, service: service), service: service));
        return (json.GetProperty("access_token").GetString()!, json.GetProperty("refresh_token").GetString()!);
    }

    public static JsonElement Json(FakeExchange exchange) => JsonDocument.Parse(exchange.Answer.Body).RootElement;

    /// <summary>Status, error and description.</summary>
    public static (int Status, string? Error, string? Description) Outcome(FakeExchange exchange)
    {
        if (exchange.Answer.Body.IsEmpty)
        {
            return (exchange.Answer.Status, null, null);
        }

        var json = Json(exchange);
        return (exchange.Answer.Status, Text(json, "error"), Text(json, "error_description"));
    }

    public static string Basic(string pair) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static OAuth2CredentialConfig Client(string id, string? secret, params string[] redirectUris) => new()
    {
        Id = "credential-" + id,
        ConsumerId = IdentityConfig.BobId,
        Name = id,
        ClientId = id,
        ClientSecret = secret,
        RedirectUris = redirectUris.Length == 0 ? null : redirectUris,
    };

    // Kong's form, with few rounds: what is tested is not how long it takes.
    private static string Pbkdf2(string secret)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(16);
        byte[] hash = Rfc2898DeriveBytes.Pbkdf2(secret, salt, 1000, HashAlgorithmName.SHA512, 32);
        return string.Create(
            CultureInfo.InvariantCulture, $"$pbkdf2-sha512$i=1000,l=32${Convert.ToBase64String(salt).TrimEnd('=')}${Convert.ToBase64String(hash).TrimEnd('=')}");
    }
}
