namespace Gatehouse.Gateway.Upstreams;

/// <summary>Chooses among the peers of one upstream. Made anew when its peers change; called from every loop at once.</summary>
internal interface IBalancer
{
    /// <summary>
    /// The next peer, one that is not in <paramref name="tried"/> as long as there is such a one; when all have been tried the
    /// set starts over. The peer is added to the set. Null when there is no peer at all.
    /// </summary>
    UpstreamPeer? Pick(ref TriedSet tried);
}
