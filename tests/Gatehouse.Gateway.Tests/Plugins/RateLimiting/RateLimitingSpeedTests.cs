using System.Diagnostics;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;
using Xunit.Abstractions;

namespace Gatehouse.Gateway.Tests.Plugins.RateLimiting;

/// <summary>What rate-limiting costs a request of a known key: nothing on the heap. The limit on time is generous, the output says what was measured.</summary>
[Collection(nameof(RateLimitingSpeedTests))]
[CollectionDefinition(nameof(RateLimitingSpeedTests), DisableParallelization = true)]
public sealed class RateLimitingSpeedTests(ITestOutputHelper output) : IDisposable
{
    private const int Rounds = 5_000;
    private const int Windows = 40;

    private static readonly byte[] Target = "/"u8.ToArray();

    private readonly PluginBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("""{"minute":1000000000,"limit_by":"ip"}""")]
    [InlineData("""{"second":1000,"limit_by":"ip"}""")]
    [InlineData("""{"second":1000,"algorithm":"sliding-window","limit_by":"ip"}""")]
    [InlineData("""{"second":1000,"algorithm":"token-bucket","limit_by":"ip"}""")]
    [InlineData("""{"second":900000,"minute":1000000000,"limit_by":"ip","rate_limit_headers":"kong-and-draft","limits":[{"name":"open","limit":10,"algorithm":"concurrency","limit_by":"global"}]}""")]
    [InlineData("""{"minute":1000000000,"limit_by":"header","header_name":"x-trace","cost_after":{"header_name":"x-cost"}}""")]
    [InlineData("""{"minute":1000000000,"limit_by":"expression","expression":"request.headers['x-trace'] + request.method","hide_client_headers":true}""")]
    public void Request_of_a_known_key_allocates_nothing(string config)
    {
        var plugin = _bench.Build("rate-limiting", config);
        var exchange = new FakeExchange();
        var address = exchange.ClientAddress;
        Run(exchange, address, plugin, Rounds);

        double bare = double.MaxValue, best = double.MaxValue;
        long allocated = long.MaxValue;
        for (int window = 0; window < Windows; window++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            bare = Math.Min(bare, Run(exchange, address, null, Rounds));
            best = Math.Min(best, Run(exchange, address, plugin, Rounds));
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        output.WriteLine($"{best - bare:F0} ns, {allocated} B in {Rounds} requests: {config}");
        Assert.Equal(0, allocated);
        Assert.True(best - bare <= 10_000, $"{best - bare:F0} ns");
    }

    private static double Run(FakeExchange exchange, System.Net.IPAddress address, Plugin? plugin, int rounds)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < rounds; i++)
        {
            exchange.Begin(Target);
            exchange.ClientAddress = address;
            var headers = exchange.Request.Headers;
            headers.Add("Host"u8, "api.test"u8);
            headers.Add("User-Agent"u8, "test/1.0"u8);
            headers.Add("X-Trace"u8, "abcdef"u8);
            exchange.Response.Headers.Add("Content-Type"u8, "text/plain"u8);
            exchange.Response.Headers.Add("X-Cost"u8, "5"u8);
            if (plugin is not null)
            {
                plugin.AccessAsync(exchange).GetAwaiter().GetResult();
                plugin.OnResponseHead(exchange);
                plugin.Log(exchange);
            }
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / rounds;
    }
}
