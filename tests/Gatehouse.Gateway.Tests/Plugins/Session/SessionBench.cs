using System.Text;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Identity;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.Session;

/// <summary>A browser that logs in with a key and comes back with a cookie.</summary>
internal sealed class SessionBench : IDisposable
{
    public const string Secret = """{"secret":"0123456789abcdef0123456789abcdef"}""";

    public SessionBench() => Inner = new PluginBench(config: IdentityConfig.Company, time: Clock);

    public FakeClock Clock { get; } = new();

    public PluginBench Inner { get; }

    public void Dispose() => Inner.Dispose();

    public Plugin Session(string config) => Inner.Build("session", config);

    public async Task<string> LoginAsync(Plugin plugin) => Assert.Single(Cookies(await LoginExchangeAsync(plugin))).Split(';')[0];

    public async Task<FakeExchange> LoginExchangeAsync(Plugin plugin, string key = "k1")
    {
        var exchange = new FakeExchange("GET", "/?apikey=" + key);
        await plugin.AccessAsync(exchange);
        await Inner.Build("key-auth").AccessAsync(exchange);
        plugin.OnResponseHead(exchange);
        return exchange;
    }

    public static async Task<FakeExchange> RequestAsync(Plugin plugin, string cookie, Action<FakeExchange>? change = null, bool thenHead = true)
    {
        var exchange = new FakeExchange().With("Cookie", cookie);
        change?.Invoke(exchange);
        await plugin.AccessAsync(exchange);
        if (thenHead)
        {
            plugin.OnResponseHead(exchange);
        }

        return exchange;
    }

    public void Advance(int seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    public static List<string> Cookies(FakeExchange exchange)
    {
        var lines = new List<string>();
        foreach (var field in exchange.Response.Headers.Values(new HeaderName("Set-Cookie")))
        {
            lines.Add(Encoding.ASCII.GetString(field.Value));
        }

        return lines;
    }
}
