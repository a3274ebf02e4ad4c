using System.Diagnostics;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Identity;
using Gatehouse.TestKit.Figures;
using Xunit;
using Xunit.Abstractions;

namespace Gatehouse.Gateway.Tests.Plugins;

/// <summary>
/// What key-auth costs beside what the request costs anyway. The goal is 1 µs and nothing on the heap; the limit on time is generous,
/// because a shared machine must not fail it, and the output says what was measured.
/// </summary>
[Collection(nameof(KeyAuthSpeedTests))]
[CollectionDefinition(nameof(KeyAuthSpeedTests), DisableParallelization = true)]
public sealed class KeyAuthSpeedTests(ITestOutputHelper output) : IDisposable
{
    private const int Rounds = 10_000;

    // As many as the compiler needs to notice what is hot; the best one counts.
    private const int Windows = 60;

    private readonly PluginBench _bench = new(config: IdentityConfig.Company);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("/orders?page=2", true)]
    [InlineData("/orders?page=2&apikey=k1", false)]
    public void Access_with_a_known_key_allocates_nothing_and_takes_about_half_a_microsecond(string target, bool inHeader)
    {
        var plugin = _bench.Build("key-auth", """{"hide_credentials":true}""");
        var exchange = new FakeExchange("GET", target);
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(target);
        Run(exchange, bytes, inHeader, plugin, Rounds);

        double bare = double.MaxValue, best = double.MaxValue;
        long allocated = long.MaxValue;
        for (int window = 0; window < Windows; window++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            bare = Math.Min(bare, Run(exchange, bytes, inHeader, null, Rounds));
            best = Math.Min(best, Run(exchange, bytes, inHeader, plugin, Rounds));
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        best -= bare;

        FigureFile.Add($"key-auth, key in {(inHeader ? "a field" : "the query")}", best, "ns", bar: 1000);
        FigureFile.Add($"key-auth, key in {(inHeader ? "a field" : "the query")}", allocated, "B", bar: 0);
        output.WriteLine($"{best:F0} ns, {allocated} B in {Rounds} requests");
        Assert.Equal(0, allocated);
        Assert.True(best <= 3000, $"{best:F0} ns");
    }

    /// <summary>Nanoseconds per request.</summary>
    private static double Run(FakeExchange exchange, byte[] target, bool inHeader, Plugin? plugin, int rounds)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < rounds; i++)
        {
            exchange.Begin(target);
            var headers = exchange.Request.Headers;
            headers.Add("Host"u8, "api.test"u8);
            headers.Add("User-Agent"u8, "test/1.0"u8);
            headers.Add("Accept"u8, "*/*"u8);
            headers.Add("X-Trace"u8, "abcdef"u8);
            if (inHeader)
            {
                headers.Add("apikey"u8, "k1"u8);
            }

            if (plugin is not null)
            {
                plugin.AccessAsync(exchange).GetAwaiter().GetResult();
                if (exchange.Consumer is null)
                {
                    throw new InvalidOperationException("not let in");
                }
            }
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / rounds;
    }
}
