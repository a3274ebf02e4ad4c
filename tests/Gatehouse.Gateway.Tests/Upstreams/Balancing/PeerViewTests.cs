using Gatehouse.Gateway.Upstreams;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Gateway.Tests.Upstreams.Balancing;

public sealed class PeerViewTests : IDisposable
{
    private readonly UpstreamFixture _fixture = new(zone: "eu-1");

    [Theory]
    [InlineData("round-robin")]
    [InlineData("least-connections")]
    [InlineData("latency")]
    [InlineData("consistent-hashing")]
    [InlineData("sticky-sessions")]
    public void Ejected_target_is_left_out_at_once_and_comes_back(string algorithm)
    {
        var upstream = Open(algorithm, UpstreamFixture.Target(1), UpstreamFixture.Target(2), UpstreamFixture.Target(3, 0));
        var address = UpstreamFixture.AddressOf(upstream, 1);

        address.Health.Set(TargetState.Ejected, 1);
        Assert.Equal([UpstreamFixture.Target(2).Target], Seen(upstream));

        address.Health.Set(TargetState.Eligible, 1);
        Assert.True(SpinWait.SpinUntil(() => Seen(upstream).Length == 2, 10_000));
    }

    [Theory]
    [InlineData("round-robin")]
    [InlineData("least-connections")]
    [InlineData("latency")]
    [InlineData("consistent-hashing")]
    public void Retries_reach_every_eligible_target_before_one_comes_again(string algorithm)
    {
        var upstream = Open(algorithm, UpstreamFixture.Target(1), UpstreamFixture.Target(2, 1, "gatehouse-priority:2"), UpstreamFixture.Target(3, 30, "gatehouse-zone:us-1"));
        var tried = default(TriedSet);

        var seen = Enumerable.Range(0, 6).Select(_ => upstream.TryChoose(ref tried, out var peer) == ChoiceOutcome.Chosen ? peer!.EndPoint : null).ToArray();

        Assert.Equal(3, seen.Take(3).Distinct().Count());
        Assert.Equal(3, seen.Skip(3).Distinct().Count());
    }

    // Kong's rule (case K136): the eligible share must be greater than the threshold; nothing ejected is enough for any.
    [Theory]
    [InlineData(50, 1, true)]
    [InlineData(50, 2, false)]
    [InlineData(0, 2, true)]
    [InlineData(0, 3, false)]
    [InlineData(100, 0, true)]
    [InlineData(100, 1, false)]
    public void Upstream_serves_while_the_eligible_share_exceeds_the_threshold(double threshold, int ejected, bool serves)
    {
        var upstream = _fixture.Open(UpstreamFixture.Rules("round-robin", threshold), Enumerable.Range(1, 3).Select(i => UpstreamFixture.Target(i)));
        UpstreamAddress[] addresses = [.. Enumerable.Range(1, 3).Select(i => UpstreamFixture.AddressOf(upstream, i))];
        foreach (var address in addresses.Take(ejected))
        {
            address.Health.Set(TargetState.Ejected, 1);
        }

        Assert.True(SpinWait.SpinUntil(() => UpstreamFixture.Next(upstream) is not null == serves, 10_000));
    }

    [Fact]
    public async Task Second_group_serves_once_the_first_is_too_weak()
    {
        var rules = UpstreamFixture.Rules("round-robin") with { FailoverThreshold = 50 };
        var upstream = _fixture.Open(rules,
            UpstreamFixture.Target(1), UpstreamFixture.Target(2), UpstreamFixture.Target(3, 100, "gatehouse-priority:2"), UpstreamFixture.Target(4, 100, "gatehouse-priority:3"));
        Assert.Equal(["10.0.0.1:80", "10.0.0.2:80"], Seen(upstream));

        UpstreamFixture.AddressOf(upstream, 1).Health.Set(TargetState.Ejected, 1);

        await Eventually.TrueAsync(() => Seen(upstream).SequenceEqual(["10.0.0.2:80", "10.0.0.3:80"]), "the second group to help the first");
    }

    [Fact]
    public async Task Own_zone_is_preferred_while_it_is_strong_enough()
    {
        var upstream = Open("round-robin",
            UpstreamFixture.Target(1, 100, "gatehouse-zone:eu-1"), UpstreamFixture.Target(2, 100, "gatehouse-zone:us-1"), UpstreamFixture.Target(3));
        var near = UpstreamFixture.AddressOf(upstream, 1);
        Assert.Equal(["10.0.0.1:80"], Seen(upstream));

        near.Health.Set(TargetState.Ejected, 1);

        await Eventually.TrueAsync(() => Seen(upstream).SequenceEqual(["10.0.0.2:80", "10.0.0.3:80"]), "the other zones to serve");
    }

    [Fact]
    public async Task Probing_target_gets_one_exchange()
    {
        var upstream = Open("round-robin", UpstreamFixture.Target(1), UpstreamFixture.Target(2));
        var address = UpstreamFixture.AddressOf(upstream, 1);
        address.Health.Set(TargetState.Ejected, 1);

        address.Health.Set(TargetState.Probing, 1);

        await Eventually.TrueAsync(() => ReferenceEquals(UpstreamFixture.Next(upstream)!.Address, address), "the probe to be given out");
        Assert.Equal(TargetState.Ejected, address.Health.State);
        Assert.Equal(["10.0.0.2:80"], Seen(upstream));
    }

    [Fact]
    public void Ejection_survives_an_edit()
    {
        var upstream = Open("round-robin", UpstreamFixture.Target(1), UpstreamFixture.Target(2));
        UpstreamFixture.AddressOf(upstream, 1).Health.Set(TargetState.Ejected, 1);

        var edited = Open("least-connections", UpstreamFixture.Target(1, 7), UpstreamFixture.Target(2));

        Assert.Equal(["10.0.0.2:80"], Seen(edited));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, 50)]
    [InlineData(15, 75)]
    [InlineData(20, 100)]
    public void Recovered_target_gets_its_share_back_slowly(int secondsAgo, int percent)
    {
        var upstream = _fixture.Open(UpstreamFixture.Rules("round-robin") with { SlowStart = 20 }, Enumerable.Range(1, 2).Select(i => UpstreamFixture.Target(i)));
        var health = UpstreamFixture.AddressOf(upstream, 1).Health;
        health.Set(TargetState.Ejected, _fixture.Clock.GetTimestamp());
        health.Set(TargetState.Eligible, _fixture.Clock.GetTimestamp());
        _fixture.Clock.Advance(TimeSpan.FromSeconds(secondsAgo));
        Assert.True(SpinWait.SpinUntil(() => Seen(upstream).Length == 2, 10_000));

        int hits = UpstreamFixture.Pick(upstream, 2000).Count(p => p == "10.0.0.1:80");

        Assert.InRange(hits, (percent * 10) - 60, (percent * 10) + 60);
    }

    [Fact]
    public void Client_stays_with_a_target_that_drains_and_moves_when_it_is_gone()
    {
        var upstream = Open("sticky-sessions", UpstreamFixture.Target(1), UpstreamFixture.Target(2));
        var peer = UpstreamFixture.Next(upstream)!;
        int number = peer.EndPoint.ToString() == "10.0.0.1:80" ? 1 : 2;
        var input = new Gatehouse.Gateway.Upstreams.Balancing.PickInput(0, peer.Token, 0);

        var draining = Open("sticky-sessions", UpstreamFixture.Target(number, 0), UpstreamFixture.Target(3));
        Assert.Same(peer.Address, UpstreamFixture.Next(draining, input)!.Address);
        Assert.Equal("10.0.0.3:80", UpstreamFixture.Next(draining)!.EndPoint.ToString());

        var gone = Open("sticky-sessions", UpstreamFixture.Target(3));
        Assert.Equal("10.0.0.3:80", UpstreamFixture.Next(gone, input)!.EndPoint.ToString());
    }

    public void Dispose() => _fixture.Dispose();

    private Upstream Open(string algorithm, params Core.Configuration.TargetConfig[] targets) => _fixture.Open(UpstreamFixture.Rules(algorithm), targets);

    private static string[] Seen(Upstream upstream)
        => [.. Enumerable.Range(0, 200).Select(i => UpstreamFixture.Next(upstream, new((ulong)i * 0x9E3779B97F4A7C15, 0, long.MaxValue / 2))?.EndPoint.ToString() ?? "none").Distinct().Order()];
}
