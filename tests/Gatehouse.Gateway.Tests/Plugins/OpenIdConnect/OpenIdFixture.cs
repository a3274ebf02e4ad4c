using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Identity;
using Gatehouse.TestKit.Time;

namespace Gatehouse.Gateway.Tests.Plugins.OpenIdConnect;

/// <summary>A provider, a clock and instances of the plugin that know both.</summary>
internal sealed class OpenIdFixture : IAsyncDisposable
{
    public const string Secret = "0123456789abcdef0123456789abcdef";
    public const string Login = """
        {"auth_methods":["authorization_code","session"],"client_id":["gateway"],"client_secret":["s3cret"],
         "session_secret":"0123456789abcdef0123456789abcdef","redirect_uri":["http://api.test/cb"]}
        """;

    private readonly List<Plugin> _plugins = [];

    public OpenIdFixture() => Bench = new PluginBench(config: IdentityConfig.Company, time: Clock);

    public FakeClock Clock { get; } = new();

    public OpenIdServer Server { get; } = new();

    public PluginBench Bench { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    public Plugin Build(string config = "{}", string? more = null)
    {
        var merged = JsonNode.Parse(config)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(more ?? "{}")!.AsObject())
        {
            merged[name] = value?.DeepClone();
        }

        merged["issuer"] ??= Server.Issuer;
        var plugin = Bench.Build("openid-connect", merged.ToJsonString());
        _plugins.Add(plugin);
        return plugin;
    }

    /// <summary>Ends an instance, as a reload does.</summary>
    public ValueTask EndAsync(Plugin plugin)
    {
        _plugins.Remove(plugin);
        return plugin.DisposeAsync();
    }

    public static async Task<FakeExchange> SendAsync(Plugin plugin, FakeExchange exchange)
    {
        await plugin.AccessAsync(exchange);
        plugin.OnResponseHead(exchange);
        return exchange;
    }

    public static Task<FakeExchange> BearerAsync(Plugin plugin, string token, string target = "/")
        => SendAsync(plugin, new FakeExchange(target: target).With("Authorization", "Bearer " + token));

    public async ValueTask DisposeAsync()
    {
        foreach (var plugin in _plugins)
        {
            await plugin.DisposeAsync();
        }

        Bench.Dispose();
        await Server.DisposeAsync();
    }
}
