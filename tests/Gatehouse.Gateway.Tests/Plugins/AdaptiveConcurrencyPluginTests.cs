using Gatehouse.Core.Configuration;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Overload;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class AdaptiveConcurrencyPluginTests : IDisposable
{
    private const string Two = """{"min_limit":2,"max_limit":2}""";

    private readonly FakeClock _clock = new();
    private readonly PluginBench _bench;
    private readonly ServiceConfig _service = FakeExchange.NewService();
    private readonly RouteConfig _route = FakeExchange.NewRoute();

    public AdaptiveConcurrencyPluginTests()
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        _bench = new PluginBench(time: _clock);
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Access_beyond_the_limit_is_refused_with_when_to_come_back()
    {
        var plugin = _bench.Build("adaptive-concurrency", Two);
        Assert.False((await Access(plugin)).IsAnswered);
        Assert.False((await Access(plugin)).IsAnswered);
        var third = await Access(plugin);

        Assert.Equal((503, "The service is overloaded"), (third.Answer.Status, third.Answer.Message));
        Assert.Equal(RejectionReason.Overloaded, third.Rejection);
        Assert.True(third.Response.Headers.TryGet(HeaderNames.RetryAfter, out var value));
        Assert.Equal("1"u8.ToArray(), value.ToArray());
        Assert.Equal(1, Assert.Single(_bench.Overload.Limiters.All).Limiter.Shed(RequestPriority.Normal));
    }

    [Fact]
    public async Task Access_status_message_and_header_are_those_of_the_configuration()
    {
        var plugin = _bench.Build(
            "adaptive-concurrency", """{"min_limit":1,"max_limit":1,"error_code":429,"error_message":"busy","retry_after":0}""");
        await Access(plugin);
        var second = await Access(plugin);
        Assert.Equal((429, "busy"), (second.Answer.Status, second.Answer.Message));
        Assert.False(second.Response.Headers.Contains(HeaderNames.RetryAfter));
    }

    [Fact]
    public async Task Place_is_given_back_with_the_head_of_the_answer_and_only_once()
    {
        var plugin = _bench.Build("adaptive-concurrency", Two);
        var exchange = await Access(plugin);
        Assert.Equal(1, Limiter.InFlight);
        exchange.UpstreamStatus = 200;
        plugin.OnResponseHead(exchange);
        plugin.OnResponseHead(exchange);
        plugin.Log(exchange);
        Assert.Equal(0, Limiter.InFlight);
    }

    [Fact]
    public async Task Place_of_a_client_that_left_is_given_back()
    {
        var plugin = _bench.Build("adaptive-concurrency", Two);
        var exchange = await Access(plugin);
        plugin.Log(exchange);
        Assert.Equal(0, Limiter.InFlight);
    }

    [Fact]
    public async Task Refused_request_gives_back_nothing()
    {
        var plugin = _bench.Build("adaptive-concurrency", """{"min_limit":1,"max_limit":1}""");
        await Access(plugin);
        var refused = await Access(plugin);
        plugin.OnResponseHead(refused);
        plugin.Log(refused);
        Assert.Equal(1, Limiter.InFlight);
    }

    [Fact]
    public async Task Request_without_a_service_takes_no_place()
    {
        var plugin = _bench.Build("adaptive-concurrency", Two);
        var exchange = new FakeExchange().On(_route);
        await plugin.AccessAsync(exchange);
        Assert.False(exchange.IsAnswered);
        Assert.Empty(_bench.Overload.Limiters.All);
    }

    [Theory]
    [InlineData("""{"priority":"high","consumers":["alice"]}""", RequestPriority.High)]
    [InlineData("""{"priority":"high","consumers":["33333333-3333-4333-8333-333333333333"]}""", RequestPriority.High)]
    [InlineData("""{"priority":"critical","consumer_groups":["gold"]}""", RequestPriority.Critical)]
    [InlineData("""{"priority":"low","routes":["a-route"]}""", RequestPriority.Low)]
    [InlineData("""{"priority":"low","consumers":["bob"]},{"priority":"high","consumers":["alice"]}""", RequestPriority.High)]
    [InlineData("""{"priority":"low","routes":["a-route"]},{"priority":"high","consumers":["alice"]}""", RequestPriority.Low)]
    [InlineData("""{"priority":"high","consumers":["Alice"],"routes":["another"]}""", RequestPriority.Normal)]
    public async Task Priority_is_that_of_the_first_rule_that_matches(string rules, object priority)
    {
        var plugin = _bench.Build("adaptive-concurrency", $$"""{"min_limit":1,"max_limit":1,"priorities":[{{rules}}]}""");
        for (int i = 0; i < 20; i++)
        {
            var exchange = new FakeExchange()
                .On(_route with { Name = "a-route" }, _service, FakeExchange.NewConsumer("alice"))
                .In(new ConsumerGroupConfig { Id = "g", Name = "gold" });
            await plugin.AccessAsync(exchange);
        }

        Assert.All(
            Enum.GetValues<RequestPriority>(),
            p => Assert.Equal(p == (RequestPriority)priority ? 20 - RequestPriorities.Ceiling(p, 1) : 0, Limiter.Shed(p)));
    }

    [Theory]
    [InlineData(200, false, RejectionReason.None, true)]
    [InlineData(404, false, RejectionReason.None, true)]
    [InlineData(500, false, RejectionReason.None, false)]
    [InlineData(502, true, RejectionReason.UpstreamConnectFailed, false)]
    public async Task Latency_of_answers_is_learnt_and_that_of_fast_failures_is_not(int status, bool own, RejectionReason reason, bool learns)
    {
        var plugin = _bench.Build("adaptive-concurrency");
        await FinishAsync(plugin, 10, status, own, reason);
        Assert.Equal(learns ? 0.1 : 0, Limiter.Baseline, 0.0001);
    }

    [Theory]
    [InlineData(503, false, RejectionReason.None)]
    [InlineData(504, true, RejectionReason.UpstreamTimeout)]
    [InlineData(504, true, RejectionReason.UpstreamConnectTimeout)]
    public async Task Timeouts_and_refusals_lower_the_limit(int status, bool own, RejectionReason reason)
    {
        var plugin = _bench.Build("adaptive-concurrency");
        await FinishAsync(plugin, 10, status, own, reason);
        Assert.Equal(10, Limiter.Limit);
    }

    [Fact]
    public async Task Limits_survive_a_reload_until_their_bounds_change_or_their_service_goes()
    {
        var first = _bench.Build("adaptive-concurrency", """{"initial_limit":20}""");
        await FinishAsync(first, 10, 504, true, RejectionReason.UpstreamTimeout);
        await Access(_bench.Build("adaptive-concurrency", """{"initial_limit":20}"""));
        Assert.Equal(10, Limiter.Limit);
        await Access(_bench.Build("adaptive-concurrency", """{"initial_limit":30}"""));
        Assert.Equal(30, Limiter.Limit);
        _bench.Overload.Limiters.Keep(ConfigSet.Empty);
        Assert.Empty(_bench.Overload.Limiters.All);
    }

    [Theory]
    [InlineData("""{"min_limit":3,"max_limit":2}""", "min_limit: must not be greater than max_limit")]
    public void Schema_refuses_bounds_that_contradict(string config, string error)
        => Assert.Equal([error], _bench.Check("adaptive-concurrency", config));

    [Fact]
    public async Task Nothing_is_allocated_per_request()
    {
        var plugin = _bench.Build("adaptive-concurrency", """{"priorities":[{"priority":"high","consumers":["bob"]}]}""");
        var exchange = new FakeExchange().On(_route, _service, FakeExchange.NewConsumer("alice"));
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                await plugin.AccessAsync(exchange);
                exchange.UpstreamStatus = 200;
                plugin.OnResponseHead(exchange);
                plugin.Log(exchange);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    private AdaptiveLimiter Limiter => Assert.Single(_bench.Overload.Limiters.All).Limiter;

    private async Task<FakeExchange> Access(Plugin plugin)
    {
        var exchange = new FakeExchange().On(_route, _service);
        await plugin.AccessAsync(exchange);
        exchange.Timings.AccessDone = _clock.GetTimestamp();
        return exchange;
    }

    private async Task FinishAsync(Plugin plugin, int count, int status, bool isOwn, RejectionReason reason)
    {
        var exchanges = new List<FakeExchange>();
        for (int i = 0; i < count; i++)
        {
            exchanges.Add(await Access(plugin));
        }

        _clock.Advance(TimeSpan.FromSeconds(0.1));
        foreach (var exchange in exchanges)
        {
            exchange.UpstreamStatus = isOwn ? 0 : status;
            exchange.Rejection = reason;
            if (isOwn)
            {
                exchange.Respond(status, "failed");
            }

            plugin.OnResponseHead(exchange);
        }
    }
}
