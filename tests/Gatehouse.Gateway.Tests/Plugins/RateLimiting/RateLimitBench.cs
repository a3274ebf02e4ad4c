using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Limits;

namespace Gatehouse.Gateway.Tests.Plugins.RateLimiting;

/// <summary>A plugin instance with a clock, and whole requests through its phases.</summary>
internal sealed class RateLimitBench : IDisposable
{
    private readonly PluginBench _bench;
    private Plugin? _plugin;

    public RateLimitBench(int secondOfMinute = 0)
    {
        Time = new SettableClock { Wall = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(secondOfMinute) };
        _bench = new PluginBench(time: Time);
    }

    public SettableClock Time { get; }

    public PluginBench Plugins => _bench;

    public RateLimitBench With(string config)
    {
        _plugin = _bench.Build("rate-limiting", config);
        return this;
    }

    /// <summary>Access and answer; the exchange stays open.</summary>
    public async Task<FakeExchange> BeginAsync(FakeExchange exchange, params (string Name, string Value)[] upstream)
    {
        await _plugin!.AccessAsync(exchange);
        exchange.Response.Status = exchange.Answer.Status == 0 ? 200 : exchange.Answer.Status;
        foreach (var (name, value) in upstream)
        {
            exchange.Response.Headers.Add(System.Text.Encoding.ASCII.GetBytes(name), System.Text.Encoding.ASCII.GetBytes(value));
        }

        _plugin.OnResponseHead(exchange);
        return exchange;
    }

    public void End(FakeExchange exchange) => _plugin!.Log(exchange);

    /// <summary>A whole request.</summary>
    public async Task<FakeExchange> SendAsync(FakeExchange? exchange = null, params (string Name, string Value)[] upstream)
    {
        var done = await BeginAsync(exchange ?? new FakeExchange(), upstream);
        End(done);
        return done;
    }

    /// <summary>How many of so many requests get through.</summary>
    public async Task<int> CountAsync(int requests, Func<FakeExchange> make)
    {
        int admitted = 0;
        for (int i = 0; i < requests; i++)
        {
            admitted += (await SendAsync(make())).Answer.Status == 0 ? 1 : 0;
        }

        return admitted;
    }

    public void Dispose() => _bench.Dispose();
}
