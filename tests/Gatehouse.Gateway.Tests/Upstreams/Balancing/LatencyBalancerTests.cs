using Gatehouse.Gateway.Upstreams.Balancing;
using Xunit;

namespace Gatehouse.Gateway.Tests.Upstreams.Balancing;

public sealed class LatencyBalancerTests : IDisposable
{
    private readonly UpstreamFixture _fixture = new();

    [Fact]
    public void The_faster_of_two_is_chosen_until_the_other_recovers()
    {
        var upstream = _fixture.Open(UpstreamFixture.Rules("latency"), UpstreamFixture.Target(1), UpstreamFixture.Target(2));
        var slow = UpstreamFixture.AddressOf(upstream, 1).Load;
        var fast = UpstreamFixture.AddressOf(upstream, 2).Load;
        slow.Observe(0.5, 100);
        fast.Observe(0.01, 100);

        Assert.InRange(Hits(upstream, 1, atSeconds: 100), 0, 2);

        // Forgotten by half in 7 s, by 99 % in 46 s: then the slow one is tried again.
        fast.Observe(0.01, 150);
        Assert.InRange(Hits(upstream, 1, atSeconds: 150), 98, 100);
    }

    [Fact]
    public void Exchanges_in_flight_count()
    {
        var upstream = _fixture.Open(UpstreamFixture.Rules("latency"), UpstreamFixture.Target(1), UpstreamFixture.Target(2));
        UpstreamFixture.AddressOf(upstream, 1).Load.Observe(0.010, 100);
        UpstreamFixture.AddressOf(upstream, 2).Load.Observe(0.011, 100);
        UpstreamFixture.AddressOf(upstream, 1).Load.Begin();

        Assert.InRange(Hits(upstream, 2, atSeconds: 100), 98, 100);
    }

    [Fact]
    public void Weights_are_kept_among_equals_and_zero_is_never_chosen()
    {
        var upstream = _fixture.Open(UpstreamFixture.Rules("latency"),
            [.. Enumerable.Range(1, 10).Select(i => UpstreamFixture.Target(i)), UpstreamFixture.Target(11, 0)]);

        var hits = Enumerable.Range(0, 10_000).Select(_ => UpstreamFixture.Next(upstream)!.EndPoint.ToString()).CountBy(p => p).ToDictionary();

        Assert.Equal(10, hits.Count);
        Assert.All(hits.Values, h => Assert.InRange(h, 850, 1150));
    }

    [Theory]
    [InlineData(0.2, false, 0.2)]
    [InlineData(0.05, false, 0.0684)]
    [InlineData(0.05, true, 0.1)]
    public void Peaks_count_at_once_and_fast_answers_by_and_by(double seconds, bool onlyUp, double expected)
    {
        var load = new TargetLoad();
        load.Observe(0.1, 1000);

        load.Observe(seconds, 1010, onlyUp);

        Assert.Equal(expected, load.LatencyAt(1010)!.Value, 4);
    }

    [Fact]
    public void Address_that_nobody_measured_begins_with_the_average()
    {
        var known = _fixture.Open(UpstreamFixture.Rules("latency"), UpstreamFixture.Target(1), UpstreamFixture.Target(2));
        double now = (double)_fixture.Clock.GetTimestamp() / _fixture.Clock.TimestampFrequency;
        UpstreamFixture.AddressOf(known, 1).Load.Observe(0.1, now);
        UpstreamFixture.AddressOf(known, 2).Load.Observe(0.3, now);

        var wider = _fixture.Open(UpstreamFixture.Rules("latency"), Enumerable.Range(1, 3).Select(i => UpstreamFixture.Target(i)));

        Assert.Equal(0.2, UpstreamFixture.AddressOf(wider, 3).Load.LatencyAt(now)!.Value, 3);
    }

    public void Dispose() => _fixture.Dispose();

    private int Hits(Gatehouse.Gateway.Upstreams.Upstream upstream, int number, double atSeconds)
        => Enumerable.Range(0, 100).Count(_ => UpstreamFixture.Next(upstream, new PickInput(0, 0, (long)(atSeconds * _fixture.Clock.TimestampFrequency)))!
            .EndPoint.ToString() == UpstreamFixture.Target(number).Target);
}
