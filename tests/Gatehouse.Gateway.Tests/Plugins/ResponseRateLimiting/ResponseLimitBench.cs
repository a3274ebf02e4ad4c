using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Plugins.ResponseRateLimiting;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Limits;

namespace Gatehouse.Gateway.Tests.Plugins.ResponseRateLimiting;

/// <summary>An instance of response-ratelimiting with a clock, and whole requests through its phases.</summary>
internal sealed class ResponseLimitBench : IDisposable
{
    private readonly PluginBench _bench;
    private Plugin? _plugin;

    public ResponseLimitBench(int secondOfMinute = 0)
    {
        Time = new SettableClock { Wall = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(secondOfMinute) };
        _bench = new PluginBench(time: Time);
    }

    public SettableClock Time { get; }

    public PluginBench Plugins => _bench;

    public Plugin Plugin => _plugin!;

    public ResponseLimitBench With(string config)
    {
        _plugin = _bench.Build("response-ratelimiting", config);
        return this;
    }

    /// <summary>The same before another store.</summary>
    public ResponseLimitBench With(string config, ILimitStore store)
    {
        var context = _bench.Context("response-ratelimiting", (JsonObject)JsonNode.Parse(config)!);
        _plugin = new ResponseRateLimitingPlugin(ResponseRateLimitingConfig.From(context.Instance.Config, context.Instance), store, context);
        return this;
    }

    /// <summary>The request reaches the upstream, or does not.</summary>
    public async Task<FakeExchange> BeginAsync(FakeExchange? exchange = null)
    {
        var begun = exchange ?? new FakeExchange();
        await Plugin.AccessAsync(begun);
        return begun;
    }

    /// <summary>The answer comes, with these fields X-Kong-Limit, and the exchange ends.</summary>
    public async Task<FakeExchange> EndAsync(FakeExchange exchange, params string[] charges)
    {
        await AnswerAsync(exchange, charges);
        Plugin.Log(exchange);
        return exchange;
    }

    public async Task AnswerAsync(FakeExchange exchange, params string[] charges)
    {
        if (exchange.IsAnswered)
        {
            exchange.Response.Status = exchange.Answer.Status;
        }
        else
        {
            exchange.Response.Status = 200;
            exchange.Response.Headers.Add("Content-Type"u8, "text/plain"u8);
            foreach (string charge in charges)
            {
                exchange.Response.Headers.Add("X-Kong-Limit"u8, Encoding.Latin1.GetBytes(charge));
            }

            await Plugin.UpstreamHeadAsync(exchange);
        }

        Plugin.OnResponseHead(exchange);
    }

    /// <summary>A whole request.</summary>
    public async Task<FakeExchange> SendAsync(params string[] charges) => await EndAsync(await BeginAsync(), charges);

    public string Scrape()
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        _bench.Services.Metrics.WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public void Dispose() => _bench.Dispose();
}
