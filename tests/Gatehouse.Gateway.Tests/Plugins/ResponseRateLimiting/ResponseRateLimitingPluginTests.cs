using System.Net;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.TestKit.KongCases;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.ResponseRateLimiting;

public sealed class ResponseRateLimitingPluginTests
{
    private const long Second = 1_000_000_000;
    private const string Video = """{"limits":{"video":{"minute":3}}}""";

    private sealed class Key(string id) : Credential(id)
    {
        public override string Kind => "keyauth_credentials";
    }

    // Config, charges of answers before, charge of the one that is looked at; its status, its fields, and fields of the upstream's request.
    [Theory]
    [InlineData(Video, "", "video=2", 200, "X-RateLimit-Limit-video-minute: 3|X-RateLimit-Remaining-video-minute: 1|X-Kong-Limit: |Retry-After: ", "X-RateLimit-Remaining-video: 3")]
    [InlineData(Video, "video=2", "", 200, "X-RateLimit-Limit-video-minute: 3|X-RateLimit-Remaining-video-minute: 1", "X-RateLimit-Remaining-video: 1")]
    [InlineData(Video, "video=2", "video=2", 200, "X-RateLimit-Remaining-video-minute: 0|Retry-After: ", "X-RateLimit-Remaining-video: 1")]
    [InlineData(Video, "video=3", "", 200, "X-RateLimit-Remaining-video-minute: 0|Retry-After: ", "X-RateLimit-Remaining-video: 0")]
    [InlineData(Video, "video=3", "video=1", 429, "X-RateLimit-Limit-video-minute: 3|X-RateLimit-Remaining-video-minute: 0|X-Kong-Limit: |Retry-After: 50|Content-Type: ", "X-RateLimit-Remaining-video: 0")]
    [InlineData(Video, "video=100", "video=1", 429, "X-RateLimit-Remaining-video-minute: 0|Retry-After: 50", "X-RateLimit-Remaining-video: 0")]
    [InlineData(Video, "video=3", "video=9999999", 429, "Retry-After: 50", "X-RateLimit-Remaining-video: 0")]
    [InlineData(Video, "video=3", "video=0", 200, "X-RateLimit-Remaining-video-minute: 0", "")]
    [InlineData("""{"limits":{"video":{"minute":3}},"hide_client_headers":true}""", "video=3", "video=1", 429, "X-RateLimit-Limit-video-minute: |X-RateLimit-Remaining-video-minute: |X-Kong-Limit: |Retry-After: ", "X-RateLimit-Remaining-video: 0")]
    [InlineData("""{"limits":{"video":{"second":5,"hour":6}}}""", "video=4", "video=1", 200, "X-RateLimit-Limit-video-second: 5|X-RateLimit-Remaining-video-second: 0|X-RateLimit-Limit-video-hour: 6|X-RateLimit-Remaining-video-hour: 1", "X-RateLimit-Remaining-video: 1")]
    [InlineData("""{"limits":{"video":{"second":5,"hour":6}}}""", "video=5", "video=1", 429, "X-RateLimit-Remaining-video-second: 0|X-RateLimit-Remaining-video-hour: 1|Retry-After: 1", "X-RateLimit-Remaining-video: 0")]
    [InlineData("""{"limits":{"video":{"second":5,"hour":5}}}""", "video=9", "video=1", 429, "Retry-After: 3590", "")]
    [InlineData("""{"limits":{"a":{"minute":3},"b":{"day":9,"month":9,"year":10}}}""", "a=1;b=2", "a=1,b=3", 200, "X-RateLimit-Remaining-a-minute: 1|X-RateLimit-Remaining-b-day: 4|X-RateLimit-Remaining-b-month: 4|X-RateLimit-Remaining-b-year: 5", "X-RateLimit-Remaining-a: 2|X-RateLimit-Remaining-b: 7")]
    [InlineData("""{"limits":{"a":{"minute":3},"b":{"minute":9}}}""", "a=3", "b=1", 200, "X-RateLimit-Remaining-a-minute: 0|X-RateLimit-Remaining-b-minute: 8", "")]
    [InlineData("""{"limits":{"a":{"minute":3},"b":{"minute":9}}}""", "a=3", "b=4,a=1", 429, "X-RateLimit-Remaining-a-minute: 0|X-RateLimit-Remaining-b-minute: 9", "")]
    [InlineData("""{"limits":{"a":{"minute":1.5}}}""", "", "a=1", 200, "X-RateLimit-Limit-a-minute: 2|X-RateLimit-Remaining-a-minute: 1", "")]
    public async Task Answers_and_requests_have_kongs_fields(
        string config, string before, string charge, int status, string fields, string upstream)
    {
        using var bench = new ResponseLimitBench(secondOfMinute: 10).With(config);
        foreach (string one in before.Split(';'))
        {
            await bench.SendAsync(one);
        }

        var exchange = await bench.SendAsync(charge);

        Assert.Equal((status, status == 429), (exchange.Response.Status, exchange.Response.IsBodyDropped));
        Assert.Equal(status == 429 ? RejectionReason.PluginAnswered : RejectionReason.None, exchange.Rejection);
        Check(fields, exchange.ResponseHeader);
        Check(upstream, exchange.RequestHeader);
    }

    // Of a limit of 100: what is left after an answer with these fields.
    [Theory]
    [InlineData(98, "video=2")]
    [InlineData(98, "  video \t=  2  ")]
    [InlineData(95, "video=2", "video=3")]
    [InlineData(94, "video=2,video=4")]
    [InlineData(99, "img=7, video=1, , =, x")]
    [InlineData(98, "video=1.5")]
    [InlineData(99, "video=1.0")]
    [InlineData(99, "video=0.01")]
    [InlineData(99, "video=0001")]
    [InlineData(0, "video=99999999999999999999999999999999999999999999")]
    [InlineData(0, "video=549755813887", "video=549755813887", "video=9223372036854775807")]
    [InlineData(0, "video=9223372036854775808")]
    [InlineData(100, "video=-5")]
    [InlineData(100, "video=+5")]
    [InlineData(100, "video=0")]
    [InlineData(100, "video=")]
    [InlineData(100, "video")]
    [InlineData(100, "video==2")]
    [InlineData(100, "video=2=3")]
    [InlineData(100, "video=0x10")]
    [InlineData(100, "video=1e3")]
    [InlineData(100, "video=1.")]
    [InlineData(100, "video=.5")]
    [InlineData(100, "video=1.2.3")]
    [InlineData(100, "video=NaN")]
    [InlineData(100, "video=\u00b2")]
    [InlineData(100, "Video=2")]
    [InlineData(100, "video/minute=2")]
    [InlineData(100, "unknown=2")]
    [InlineData(100, "")]
    [InlineData(100, "2")]
    public async Task Charges_are_counted_and_malformed_ones_passed_over(int left, params string[] charges)
    {
        using var bench = new ResponseLimitBench().With("""{"limits":{"video":{"minute":100}}}""");

        var exchange = await bench.SendAsync(charges);

        Assert.Equal(200, exchange.Response.Status);
        Assert.Equal($"{left}", exchange.ResponseHeader("X-RateLimit-Remaining-video-minute"));
        Assert.Equal($"{left}", (await bench.SendAsync()).RequestHeader("X-RateLimit-Remaining-video"));
    }

    [Theory]
    [InlineData("img=3", 0)]
    [InlineData("img=4", 429)]
    public async Task Block_on_first_violation_refuses_up_front(string before, int status)
    {
        using var bench = new ResponseLimitBench(secondOfMinute: 10).With(
            """{"limits":{"video":{"minute":3},"img":{"minute":4,"hour":9}},"block_on_first_violation":true}""");
        await bench.SendAsync(before);

        var exchange = await bench.EndAsync(await bench.BeginAsync());

        Assert.Equal((status, status == 0 ? null : "API rate limit exceeded for 'img'"), (exchange.Answer.Status, exchange.Answer.Message));
        Assert.Equal(status == 0 ? null : "50", exchange.ResponseHeader("Retry-After"));
        Assert.Equal(status == 0 ? "3" : null, exchange.ResponseHeader("X-RateLimit-Remaining-video-minute"));
        Assert.False(exchange.Response.IsBodyDropped);
    }

    [Fact]
    public async Task Cases_of_kong_hold()
    {
        var cases = KongCaseFile.Path is null ? [] : KongCaseFile.Cases;
        foreach (var one in cases.Where(c => c.Area == "plugin.response-ratelimiting"))
        {
            using var bench = new ResponseLimitBench().With(one.Given.GetProperty("config").GetRawText());
            var exchange = await bench.SendAsync(one.Given.GetProperty("upstream_response_headers").GetProperty("X-Kong-Limit").GetString()!);

            Assert.All(one.Expect.GetProperty("headers").EnumerateObject(), h => Assert.Equal(h.Value.GetString(), exchange.ResponseHeader(h.Name)));
            Assert.All(one.Expect.GetProperty("headers_absent").EnumerateArray(), h => Assert.Null(exchange.ResponseHeader(h.GetString()!)));
            Assert.All(one.Expect.GetProperty("upstream_headers").EnumerateObject(), h => Assert.Equal(h.Value.GetString(), exchange.RequestHeader(h.Name)));
        }
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

    [Fact]
    public void Policy_that_the_node_has_no_store_for_is_refused()
    {
        using var bench = new ResponseLimitBench();

        var error = Assert.Throws<PluginBuildException>(() => bench.With("""{"limits":{"video":{"minute":5}},"policy":"cluster"}"""));

        Assert.Equal("policy", error.Field);
    }

    [Theory]
    [InlineData("""{"limits":{"a b":{"minute":5}}}""", "limits: 'a b' cannot be part of a header field's name: use letters, digits, - and _")]
    [InlineData("""{"limits":{"a":{"minute":5},"A":{"minute":5}}}""", "limits: 'A' and another limit differ in nothing but case: they would share their header fields")]
    [InlineData("""{"limits":{"a":{"minute":5}},"policy":"redis"}""", "redis.host: required field missing")]
    [InlineData("""{"limits":{"a":{"minute":5}},"header_name":"a b"}""", "header_name: ")]
    public void Schema_refuses_what_makes_no_sense(string config, string message)
    {
        using var bench = new ResponseLimitBench();

        Assert.Contains(bench.Plugins.Check("response-ratelimiting", config), e => e.StartsWith(message, StringComparison.Ordinal));
    }

    private static void Check(string fields, Func<string, string?> actual)
    {
        foreach (string[] field in fields.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(f => f.Split(": ", 2)))
        {
            Assert.Equal((field[0], field[1]), (field[0], actual(field[0]) ?? ""));
        }
    }

    private static FakeExchange At(string address) => new() { ClientAddress = IPAddress.Parse(address) };

    private static FakeExchange Client(string name)
    {
        var exchange = new FakeExchange();
        exchange.Authenticate(new ConsumerConfig { Id = "consumer-" + name, Username = name }, new Key("key-" + name));
        return exchange;
    }
}
