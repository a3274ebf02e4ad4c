using System.Net;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.ResponseRateLimiting;

/// <summary>Whose usage is counted, when, and by how many at a time.</summary>
public sealed class ResponseLimitUsageTests
{
    private const long Second = 1_000_000_000;
    private const string Video = """{"limits":{"video":{"minute":3}}}""";

    private sealed class Key(string id) : Credential(id)
    {
        public override string Kind => "keyauth_credentials";
    }

    [Theory]
    [InlineData("consumer", true)]
    [InlineData("credential", true)]
    [InlineData("ip", false)]
    public async Task Limit_by_tells_apart(string by, bool isApart)
    {
        using var bench = new ResponseLimitBench().With($$$"""{"limits":{"video":{"minute":3}},"limit_by":"{{{by}}}"}""");

        await bench.EndAsync(await bench.BeginAsync(Client("a")), "video=3");

        Assert.Equal(429, (await bench.EndAsync(await bench.BeginAsync(Client("a")), "video=1")).Response.Status);
        Assert.Equal(isApart ? 200 : 429, (await bench.EndAsync(await bench.BeginAsync(Client("b")), "video=1")).Response.Status);
    }

    [Fact]
    public async Task Clients_without_a_consumer_count_by_address()
    {
        using var bench = new ResponseLimitBench().With(Video);

        await bench.EndAsync(await bench.BeginAsync(At("10.0.0.1")), "video=3");

        Assert.Equal(429, (await bench.EndAsync(await bench.BeginAsync(At("10.0.0.1")), "video=1")).Response.Status);
        Assert.Equal(200, (await bench.EndAsync(await bench.BeginAsync(At("10.0.0.2")), "video=1")).Response.Status);
    }

    [Fact]
    public async Task Answers_under_way_together_get_no_more_than_the_limit()
    {
        using var bench = new ResponseLimitBench().With("""{"limits":{"video":{"second":1000,"minute":7}}}""");
        var open = new List<FakeExchange>();
        for (int i = 0; i < 50; i++)
        {
            open.Add(await bench.BeginAsync());
        }

        foreach (var exchange in open)
        {
            await bench.EndAsync(exchange, "video=2");
        }

        // Three of two units, and one that uses up what is left.
        Assert.Equal(4, open.Count(e => e.Response.Status == 200));
        Assert.All(open, e => Assert.Equal("7", e.RequestHeader("X-RateLimit-Remaining-video")));
    }

    [Fact]
    public async Task Threads_that_charge_together_get_no_more_than_the_limit()
    {
        using var bench = new ResponseLimitBench().With("""{"limits":{"video":{"minute":500,"hour":1000},"img":{"minute":100000}}}""");

        int[] passed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () => Enumerable.Range(0, 400).Count(_ => bench.SendAsync("video=1,img=1").GetAwaiter().GetResult().Response.Status == 200),
            TaskCreationOptions.LongRunning)));

        Assert.Equal(500, passed.Sum());
        var after = await bench.SendAsync();
        Assert.Equal(("0", "500", "99500"), (
            after.ResponseHeader("X-RateLimit-Remaining-video-minute"),
            after.ResponseHeader("X-RateLimit-Remaining-video-hour"),
            after.ResponseHeader("X-RateLimit-Remaining-img-minute")));
    }

    [Fact]
    public async Task Window_that_begins_anew_has_the_whole_limit_again()
    {
        using var bench = new ResponseLimitBench(secondOfMinute: 10).With(Video);
        await bench.SendAsync("video=50");
        bench.Time.Elapsed += 49 * Second;
        Assert.Equal("1", (await bench.SendAsync("video=1")).ResponseHeader("Retry-After"));

        bench.Time.Elapsed += Second;

        Assert.Equal("2", (await bench.SendAsync("video=1")).ResponseHeader("X-RateLimit-Remaining-video-minute"));
    }

    [Fact]
    public async Task Answer_of_a_repeated_request_is_charged_once()
    {
        using var bench = new ResponseLimitBench().With(Video);
        var exchange = await bench.BeginAsync();
        await bench.AnswerAsync(exchange, "video=1");

        exchange.Response.Reset();
        await bench.EndAsync(exchange, "video=1");

        Assert.Equal("2", exchange.ResponseHeader("X-RateLimit-Remaining-video-minute"));
    }

    [Fact]
    public async Task Answer_of_the_gateway_itself_tells_what_is_left()
    {
        using var bench = new ResponseLimitBench().With(Video);
        var exchange = await bench.BeginAsync();
        exchange.Respond(502, "An invalid response was received from the upstream server");

        await bench.EndAsync(exchange);

        Assert.Equal("3", exchange.ResponseHeader("X-RateLimit-Remaining-video-minute"));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Usage_that_a_client_claims_does_not_reach_the_upstream(bool isTolerant, bool isSilent)
    {
        using var bench = new ResponseLimitBench();
        var store = new SilentStore(bench.Plugins.Limits.Stores.Local) { IsSilent = isSilent };
        bench.With($$$"""{"limits":{"video":{"minute":3}},"fault_tolerant":{{{(isTolerant ? "true" : "false")}}}}""", store);

        var exchange = await bench.BeginAsync(new FakeExchange().With("x-ratelimit-remaining-VIDEO", "1000").With("X-RateLimit-Remaining-video", "9"));

        Assert.Equal(isSilent ? null : "3", exchange.RequestHeader("X-RateLimit-Remaining-video"));
    }

    [Theory]
    [InlineData(true, 0, 200)]
    [InlineData(false, 500, 500)]
    public async Task Store_that_does_not_answer_lets_pass_only_when_that_is_tolerated(bool isTolerant, int upFront, int behind)
    {
        using var bench = new ResponseLimitBench();
        var store = new SilentStore(bench.Plugins.Limits.Stores.Local) { IsSilent = true };
        bench.With($$$"""{"limits":{"video":{"minute":3}},"fault_tolerant":{{{(isTolerant ? "true" : "false")}}}}""", store);

        var first = await bench.EndAsync(await bench.BeginAsync(), "video=1");
        Assert.Equal((upFront, isTolerant ? null : "An unexpected error occurred"), (first.Answer.Status, first.Answer.Message));
        Assert.Null(first.ResponseHeader("X-RateLimit-Remaining-video-minute"));
        Assert.Null(first.ResponseHeader("X-Kong-Limit"));

        store.IsSilent = false;
        var second = await bench.BeginAsync();
        store.IsSilent = true;
        await bench.EndAsync(second, "video=1");
        Assert.Equal((behind, !isTolerant), (second.Response.Status, second.Response.IsBodyDropped));
        Assert.Contains("rate_limit_unavailable_total{plugin=\"44444444-4444-4444-8444-444444444444\"} 2", bench.Scrape(), StringComparison.Ordinal);

        store.IsSilent = false;
        Assert.Equal("3", (await bench.SendAsync()).RequestHeader("X-RateLimit-Remaining-video"));
    }

    [Fact]
    public async Task Refusals_are_counted_by_limit_and_window()
    {
        using var bench = new ResponseLimitBench().With("""{"limits":{"video":{"second":3,"hour":4}}}""");
        await bench.SendAsync("video=3");
        await bench.EndAsync(await bench.BeginAsync(new FakeExchange().On(FakeExchange.NewRoute("a"))), "video=1");

        Assert.Contains("route=\"a\",limit=\"video/second\"} 1", bench.Scrape(), StringComparison.Ordinal);
        Assert.DoesNotContain("limit=\"video/hour\"", bench.Scrape(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_counters_are_read_and_reset_by_key()
    {
        using var bench = new ResponseLimitBench().With("""{"limits":{"video":{"minute":5,"hour":8}}}""");
        await bench.EndAsync(await bench.BeginAsync(At("10.0.0.1")), "video=2");
        var directory = bench.Plugins.Limits.Directory;
        string plugin = Assert.Single(directory.Plugins).Id;

        var page = await directory.ReadAsync(plugin, "ip:10.0.0.1", 0, 100, CancellationToken.None);

        Assert.Equal(["video/hour 6", "video/minute 3"], page!.Counters.Select(c => $"{c.Limit} {c.Remaining}").Order());
        Assert.Equal(2, await directory.ResetAsync(plugin, "ip:10.0.0.1", CancellationToken.None));
        await bench.Plugin.DisposeAsync();
        Assert.Empty(directory.Plugins);
    }

    private static FakeExchange At(string address) => new() { ClientAddress = IPAddress.Parse(address) };

    private static FakeExchange Client(string name)
    {
        var exchange = new FakeExchange();
        exchange.Authenticate(new ConsumerConfig { Id = "consumer-" + name, Username = name }, new Key("key-" + name));
        return exchange;
    }
}
