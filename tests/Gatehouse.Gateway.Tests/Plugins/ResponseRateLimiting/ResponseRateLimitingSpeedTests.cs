using System.Diagnostics;
using System.Text;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;
using Xunit.Abstractions;

namespace Gatehouse.Gateway.Tests.Plugins.ResponseRateLimiting;

/// <summary>What response-ratelimiting costs a request of a known key: nothing on the heap. The limit on time is generous, the output says what was measured.</summary>
[Collection(nameof(ResponseRateLimitingSpeedTests))]
[CollectionDefinition(nameof(ResponseRateLimitingSpeedTests), DisableParallelization = true)]
public sealed class ResponseRateLimitingSpeedTests(ITestOutputHelper output) : IDisposable
{
    private const int Rounds = 5_000;
    private const int Windows = 40;

    private static readonly byte[] Target = "/"u8.ToArray();

    private readonly PluginBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("""{"limits":{"video":{"minute":1000000000}}}""", "video=2")]
    [InlineData("""{"limits":{"video":{"minute":1000000000}}}""", "")]
    [InlineData("""{"limits":{"video":{"second":500000,"minute":1000000000},"img":{"day":1000000000}}}""", "video=2, img=3, other=5, bad")]
    [InlineData("""{"limits":{"video":{"year":1}}}""", "video=2")]
    [InlineData("""{"limits":{"video":{"year":1000000000}},"hide_client_headers":true,"limit_by":"ip"}""", "video=1")]
    public void Request_of_a_known_key_allocates_nothing(string config, string charge)
    {
        var plugin = _bench.Build("response-ratelimiting", config);
        byte[] charges = Encoding.ASCII.GetBytes(charge);
        var exchange = new FakeExchange();
        var address = exchange.ClientAddress;
        Run(exchange, address, charges, plugin, Rounds);

        double bare = double.MaxValue, best = double.MaxValue;
        long allocated = long.MaxValue;
        for (int window = 0; window < Windows; window++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            bare = Math.Min(bare, Run(exchange, address, charges, null, Rounds));
            best = Math.Min(best, Run(exchange, address, charges, plugin, Rounds));
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        output.WriteLine($"{best - bare:F0} ns, {allocated} B in {Rounds} requests: {config}");
        Assert.Equal(0, allocated);
        Assert.True(best - bare <= 10_000, $"{best - bare:F0} ns");
    }

    private static double Run(FakeExchange exchange, System.Net.IPAddress address, byte[] charges, Plugin? plugin, int rounds)
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
            exchange.Response.Headers.Add("X-Kong-Limit"u8, charges);
            if (plugin is not null)
            {
                plugin.AccessAsync(exchange).GetAwaiter().GetResult();
                plugin.UpstreamHeadAsync(exchange).GetAwaiter().GetResult();
                plugin.OnResponseHead(exchange);
                plugin.Log(exchange);
            }
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / rounds;
    }
}
