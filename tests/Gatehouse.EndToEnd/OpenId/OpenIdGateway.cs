using System.Text.Json.Nodes;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;

namespace Gatehouse.EndToEnd.OpenId;

/// <summary>A provider, an echoing upstream, and a gateway between that lets in whom the provider vouches for: people on /app, programs on /api.</summary>
internal sealed class OpenIdGateway : IAsyncDisposable
{
    public const string SessionSecret = "canary-session-secret-0123456789abcdef";

    private readonly ScriptedOrigin _origin = EchoOrigin.Start();

    private string _app = "{}";
    private string _host = "127.0.0.1";

    private OpenIdGateway(OpenIdProcess provider, GatehouseProcess gateway)
    {
        Provider = provider;
        Gateway = gateway;
    }

    public OpenIdProcess Provider { get; }

    public GatehouseProcess Gateway { get; private set; }

    /// <param name="api">Further configuration of the plugin on /api.</param>
    /// <param name="accessTokenSeconds">How long people's access tokens work.</param>
    /// <param name="app">Configuration of the plugin on /app that replaces what it has.</param>
    /// <param name="host">Host by which browsers reach the gateway; the provider is at 127.0.0.1, and any other is another site.</param>
    /// <param name="isProviderUp">Whether the provider is started.</param>
    public static async Task<OpenIdGateway> StartAsync(string api = "{}", int accessTokenSeconds = 300, bool isProviderUp = true, Func<OpenIdProcess, string>? app = null,
        string host = "127.0.0.1")
    {
        // The provider must know the gateway's address, and the gateway the provider's: one of them is told a port beforehand.
        int port = FreePort.Next(), listen = FreePort.Next();
        var provider = new OpenIdProcess(new Uri($"http://{host}:{listen}"), port, accessTokenSeconds);
        var self = new OpenIdGateway(provider, null!) { _app = app?.Invoke(provider) ?? "{}", _host = host };
        try
        {
            if (isProviderUp)
            {
                await provider.StartAsync();
            }

            self.Gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
            {
                Declarative = self.Document(listen, api),
                Node = new Dictionary<string, string> { ["proxy_listen"] = $"127.0.0.1:{listen}" },
            });
            self.Listen = listen;
            return self;
        }
        catch
        {
            await self.DisposeAsync();
            throw;
        }
    }

    /// <summary>The gateway's port.</summary>
    public int Listen { get; private set; }

    public Uri At(string path) => new($"http://{_host}:{Listen}{path}");

    public string Document(int listen, string api, string name = "api") => new JsonObject
    {
        ["_format_version"] = "3.0",
        ["consumers"] = new JsonArray(new JsonObject { ["username"] = "alice" }, new JsonObject { ["username"] = "robot" }),
        ["services"] = new JsonArray(new JsonObject
        {
            ["name"] = "echo",
            ["url"] = $"http://127.0.0.1:{_origin.Port}",
            ["routes"] = new JsonArray(
                Route("app", "/app", Merged(new JsonObject
                {
                    ["auth_methods"] = new JsonArray("authorization_code", "session"),
                    ["client_id"] = new JsonArray("gateway"),
                    ["client_secret"] = new JsonArray(OpenIdProcess.SecretOf("gateway")),
                    ["redirect_uri"] = new JsonArray($"http://{_host}:{listen}/app/callback"),
                    ["session_secret"] = SessionSecret,
                    ["scopes"] = new JsonArray("openid", "read"),
                    ["roles_claim"] = new JsonArray("realm_access", "roles"),
                    ["roles_required"] = new JsonArray("staff"),
                    ["consumer_claim"] = new JsonArray("preferred_username"),
                    ["upstream_headers_claims"] = new JsonArray("realm_access.roles", "organization"),
                    ["upstream_headers_names"] = new JsonArray("X-Roles", "X-Organizations"),
                    ["logout_uri_suffix"] = "/logout",
                    ["logout_methods"] = new JsonArray("GET"),
                    ["logout_redirect_uri"] = new JsonArray($"http://{_host}:{listen}/bye"),
                })),
                Route(name, "/api", JsonNode.Parse(api)!.AsObject()),
                new JsonObject { ["name"] = "bye", ["paths"] = new JsonArray("/bye"), ["strip_path"] = false }),
        }),
    }.ToJsonString();

    public async ValueTask DisposeAsync()
    {
        if (Gateway is not null)
        {
            await Gateway.DisposeAsync();
        }

        await Provider.DisposeAsync();
        await _origin.DisposeAsync();
    }

    private JsonObject Merged(JsonObject config)
    {
        foreach (var (name, value) in JsonNode.Parse(_app)!.AsObject())
        {
            config[name] = value?.DeepClone();
        }

        return config;
    }

    private JsonObject Route(string name, string path, JsonObject config)
    {
        config["issuer"] = Provider.Issuer;
        return new JsonObject
        {
            ["name"] = name,
            ["paths"] = new JsonArray(path),
            ["strip_path"] = false,
            ["plugins"] = new JsonArray(new JsonObject { ["name"] = "openid-connect", ["config"] = config }),
        };
    }
}
