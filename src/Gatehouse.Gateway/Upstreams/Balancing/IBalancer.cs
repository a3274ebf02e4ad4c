namespace Gatehouse.Gateway.Upstreams.Balancing;

/// <summary>Chooses among peers that could be chosen when it was made. Made anew when they change; called from every loop at once.</summary>
internal interface IBalancer
{
    /// <summary>A peer that is eligible now and not in <paramref name="tried"/>; null when there is none. Takes no lock, allocates nothing.</summary>
    UpstreamPeer? Pick(ref TriedSet tried, in PickInput input);
}
