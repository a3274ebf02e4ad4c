using System.Text.Json;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Plugins;
using Gatehouse.TestKit.KongCases;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.ResponseRateLimiting;

public sealed class ResponseRateLimitingPluginTests
{
    private const string Video = """{"limits":{"video":{"minute":3}}}""";

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
            await bench.SendAsync(string.Join(',', one.Given.GetProperty("previous_usage").EnumerateObject().Select(u => $"{u.Name}={u.Value}")));
            var exchange = await bench.SendAsync(one.Given.GetProperty("upstream_response_headers").GetProperty("X-Kong-Limit").GetString()!);

            Assert.Equal(one.Expect.TryGetProperty("status", out var status) ? status.GetInt32() : 200, exchange.Response.Status);
            Assert.All(Members(one.Expect, "headers"), h => Assert.Equal(h.Value.GetString(), exchange.ResponseHeader(h.Name)));
            Assert.All(Members(one.Expect, "upstream_headers"), h => Assert.Equal(h.Value.GetString(), exchange.RequestHeader(h.Name)));
            Assert.Null(exchange.ResponseHeader("X-Kong-Limit"));
        }
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

    private static JsonElement.ObjectEnumerator Members(JsonElement owner, string name)
        => owner.TryGetProperty(name, out var record) ? record.EnumerateObject() : default;

    private static void Check(string fields, Func<string, string?> actual)
    {
        foreach (string[] field in fields.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(f => f.Split(": ", 2)))
        {
            Assert.Equal((field[0], field[1]), (field[0], actual(field[0]) ?? ""));
        }
    }
}
