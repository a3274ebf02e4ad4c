using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.RateLimiting;

public sealed class RateLimitingCostTests
{
    private const long Second = 1_000_000_000;

    [Theory]
    [InlineData("""{"header_name":"x-cost"}""", "3", 3)]
    [InlineData("""{"header_name":"x-cost"}""", "-5", 10)]
    [InlineData("""{"header_name":"x-cost"}""", "0", 10)]
    [InlineData("""{"header_name":"x-cost"}""", "3x", 10)]
    [InlineData("""{"header_name":"x-cost","max":4}""", "99999999", 2)]
    [InlineData("""{"header_name":"x-cost","max":4}""", "99999999999999999999999999", 2)]
    [InlineData("""{"header_name":"x-cost","max":4}""", "-99999999999999999999999999", 10)]
    [InlineData("""{"header_name":"x-cost","max":4}""", "NaN", 10)]
    [InlineData("""{"header_name":"x-cost","max":4}""", "-", 10)]
    [InlineData("""{"header_name":"x-cost","default":5}""", "", 2)]
    [InlineData("""{"expression":"request.method == 'GET' ? 2 : 9"}""", "", 5)]
    [InlineData("""{"expression":"2.1"}""", "", 3)]
    [InlineData("""{"expression":"int(request.headers['x-cost'])","default":10}""", "", 1)]
    public async Task Cost_is_taken_from_a_header_or_an_expression(string cost, string header, int admitted)
    {
        using var bench = new RateLimitBench().With($$"""{"minute":10,"cost":{{cost}}}""");

        Assert.Equal(admitted, await bench.CountAsync(20, () => header.Length == 0 ? new FakeExchange() : new FakeExchange().With("x-cost", header)));
    }

    [Fact]
    public async Task Cost_after_by_header_is_charged_goes_over_and_is_hidden()
    {
        using var bench = new RateLimitBench().With("""{"minute":10,"cost_after":{"header_name":"x-units"}}""");

        var first = await bench.SendAsync(new FakeExchange(), ("X-Units", "4"));
        Assert.Null(first.ResponseHeader("X-Units"));
        Assert.Equal("6", first.ResponseHeader("X-RateLimit-Remaining-Minute"));
        Assert.Equal("0", (await bench.SendAsync(new FakeExchange(), ("x-units", "400"))).ResponseHeader("X-RateLimit-Remaining-Minute"));
        Assert.Equal(429, (await bench.SendAsync(new FakeExchange(), ("x-units", "400"))).Answer.Status);
        bench.Time.Elapsed += 60 * Second;
        Assert.Equal("10", (await bench.SendAsync()).ResponseHeader("X-RateLimit-Remaining-Minute"));
    }

    [Theory]
    [InlineData("""{"header_name":"x-units"}""")]
    [InlineData("""{"expression":"int(response.headers['x-units'])"}""")]
    public async Task Cost_after_is_charged_where_the_request_was_when_the_shared_counters_are_away(string cost)
    {
        using var bench = new RateLimitBench().With($$"""{"minute":10,"policy":"redis","redis":{"host":"127.0.0.1"},"cost_after":{{cost}}}""");

        await bench.SendAsync(new FakeExchange(), ("X-Units", "4"));
        Assert.Equal("6", (await bench.SendAsync()).ResponseHeader("X-RateLimit-Remaining-Minute"));
        await bench.SendAsync(new FakeExchange(), ("X-Units", "6"));
        Assert.Equal(429, (await bench.SendAsync()).Answer.Status);
    }

    [Fact]
    public async Task Cost_after_by_expression_sees_the_answer()
    {
        using var bench = new RateLimitBench().With(
            """{"minute":10,"cost":{"default":1},"cost_after":{"expression":"response.status == 200 ? int(response.headers['x-n']) : 0"}}""");

        await bench.SendAsync(new FakeExchange(), ("X-N", "4"));

        Assert.Equal("4", (await bench.SendAsync()).ResponseHeader("X-RateLimit-Remaining-Minute"));
    }
}
