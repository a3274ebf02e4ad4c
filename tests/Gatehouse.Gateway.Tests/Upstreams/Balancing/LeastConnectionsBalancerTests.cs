using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Upstreams.Balancing;
using Xunit;

namespace Gatehouse.Gateway.Tests.Upstreams.Balancing;

public sealed class LeastConnectionsBalancerTests : IDisposable
{
    private readonly UpstreamFixture _fixture = new();

    [Theory]
    [InlineData(new[] { 100, 100, 100 }, new[] { 10, 10, 10 })]
    [InlineData(new[] { 100, 50 }, new[] { 20, 10 })]
    public void Exchanges_in_flight_are_shared_by_weight(int[] weights, int[] expected)
    {
        var upstream = _fixture.Open(UpstreamFixture.Rules("least-connections"), weights.Select((w, i) => UpstreamFixture.Target(i + 1, w)));

        var held = Enumerable.Range(0, 30).Select(_ => Hold(upstream)).CountBy(a => a.EndPoint.ToString()).ToDictionary();

        Assert.Equal(expected, Enumerable.Range(1, weights.Length).Select(i => held[UpstreamFixture.Target(i).Target]));
    }

    [Fact]
    public void Peer_that_is_done_is_chosen_next()
    {
        var upstream = _fixture.Open(UpstreamFixture.Rules("least-connections"), Enumerable.Range(1, 5).Select(i => UpstreamFixture.Target(i)));
        var held = Enumerable.Range(0, 10).Select(_ => Hold(upstream)).ToArray();

        held[3].Load.End();

        Assert.Same(held[3], UpstreamFixture.Next(upstream)!.Address);
    }

    [Fact]
    public void Among_a_thousand_the_fullest_is_within_a_few_of_the_least()
    {
        var upstream = _fixture.Open(UpstreamFixture.Rules("least-connections"), Enumerable.Range(1, 1000).Select(i => UpstreamFixture.Target(i)));

        var held = Enumerable.Range(0, 10_000).Select(_ => Hold(upstream)).CountBy(a => a).ToDictionary();

        Assert.InRange(held.Values.Max(), 10, 13);
    }

    public void Dispose() => _fixture.Dispose();

    private static UpstreamAddress Hold(Upstream upstream)
    {
        var address = UpstreamFixture.Next(upstream)!.Address;
        address.Load.Begin();
        return address;
    }
}
