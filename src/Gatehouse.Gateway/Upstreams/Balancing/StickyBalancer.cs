using System.Collections.Frozen;

namespace Gatehouse.Gateway.Upstreams.Balancing;

/// <summary>
/// Sticky sessions: the peer that the client's cookie names, as long as it is there and not ejected, also when its weight is 0 (it drains);
/// without such a one, a new peer by round robin.
/// </summary>
/// <param name="all">Every peer with an address, those of weight 0 and of other groups and zones included.</param>
/// <param name="others">Picks for those without a peer.</param>
internal sealed class StickyBalancer(IEnumerable<UpstreamPeer> all, IBalancer others) : IBalancer
{
    private readonly FrozenDictionary<UInt128, UpstreamPeer> _byToken = all.DistinctBy(static p => p.Token).ToFrozenDictionary(static p => p.Token);

    public UpstreamPeer? Pick(ref TriedSet tried, in PickInput input)
        => input.Token != 0 && _byToken.TryGetValue(input.Token, out var peer) && peer.CanTake(ref tried) ? peer : others.Pick(ref tried, in input);
}
