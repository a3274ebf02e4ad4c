using System.Diagnostics;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Upstreams.Balancing;
using Xunit;
using Xunit.Abstractions;

namespace Gatehouse.Gateway.Tests.Upstreams.Balancing;

/// <summary>What a pick among 1,000 targets costs: no memory, and about as much as one among three.</summary>
public sealed class ManyTargetsTests(ITestOutputHelper output) : IDisposable
{
    private const int Picks = 20_000;

    private readonly UpstreamFixture _fixture = new();

    [Theory]
    [InlineData("round-robin")]
    [InlineData("least-connections")]
    [InlineData("latency")]
    [InlineData("consistent-hashing")]
    [InlineData("sticky-sessions")]
    public void Pick_among_a_thousand_targets_allocates_nothing_and_does_not_grow_with_them(string algorithm)
    {
        var upstream = _fixture.Open(UpstreamFixture.Rules(algorithm), Enumerable.Range(1, 1000).Select(i => UpstreamFixture.Target(i, 1 + (i % 7))));
        var few = _fixture.Open(UpstreamFixture.Rules(algorithm) with { Id = "u2", Name = "few" }, Enumerable.Range(1, 3).Select(i => UpstreamFixture.Target(i) with { UpstreamId = "u2" }));
        Measure(upstream, 0);
        Measure(few, 0);

        long before = GC.GetAllocatedBytesForCurrentThread();
        double many = double.MaxValue;
        double three = double.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            many = Math.Min(many, Measure(upstream, (ulong)i));
            three = Math.Min(three, Measure(few, (ulong)i));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        output.WriteLine($"{algorithm}: {many:0} ns among 1,000, {three:0} ns among 3");

        // A scan of a thousand would be some hundred times as much.
        Assert.True(many < (20 * three) + 500, $"{many:0} ns among 1,000, {three:0} ns among 3");
    }

    public void Dispose() => _fixture.Dispose();

    private static double Measure(Upstream upstream, ulong seed)
    {
        long start = Stopwatch.GetTimestamp();
        for (ulong i = 0; i < Picks; i++)
        {
            var tried = default(TriedSet);
            upstream.TryChoose(ref tried, new PickInput(StableHash.Mix(i + (seed * Picks)), i, 1), out var peer);
            if (peer is null)
            {
                Assert.Fail("no peer");
            }
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Picks;
    }
}
