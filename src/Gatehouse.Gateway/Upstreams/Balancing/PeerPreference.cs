namespace Gatehouse.Gateway.Upstreams.Balancing;

/// <summary>
/// Which of the eligible peers serve: those of the first priority groups whose eligible share of their weight exceeds the threshold, and of
/// them, by the same measure, those in the node's own zone.
/// </summary>
internal static class PeerPreference
{
    /// <param name="weighted">All peers with weights above 0, ejected ones included.</param>
    /// <param name="zone">The node's zone, null = no preference.</param>
    /// <param name="threshold">Percent, see <see cref="UpstreamSpec.FailoverThreshold"/>.</param>
    /// <returns>Eligible peers in the order of <paramref name="weighted"/>.</returns>
    public static UpstreamPeer[] Of(UpstreamPeer[] weighted, string? zone, double threshold)
    {
        UpstreamPeer[] serving = [];
        foreach (var group in weighted.GroupBy(static p => p.Priority).OrderBy(static g => g.Key))
        {
            // A group that is too weak to serve alone helps the next one.
            UpstreamPeer[] members = [.. group];
            serving = [.. serving, .. Eligible(members)];
            if (Exceeds(Eligible(members), members, threshold))
            {
                break;
            }
        }

        if (zone is null)
        {
            return serving;
        }

        int last = serving.Length == 0 ? 0 : serving.Max(static p => p.Priority);
        var near = Array.FindAll(weighted, p => p.Priority <= last && p.Zone == zone);
        return Exceeds(Eligible(near), near, threshold) ? Eligible(near) : serving;
    }

    /// <summary>Sum of weights.</summary>
    public static long WeightOf(ReadOnlySpan<UpstreamPeer> peers)
    {
        long sum = 0;
        foreach (var peer in peers)
        {
            sum += peer.Weight;
        }

        return sum;
    }

    private static UpstreamPeer[] Eligible(UpstreamPeer[] peers) => Array.FindAll(peers, static p => p.Address.Health.State == TargetState.Eligible);

    private static bool Exceeds(UpstreamPeer[] eligible, UpstreamPeer[] all, double threshold)
        => eligible.Length > 0 && (eligible.Length == all.Length || WeightOf(eligible) * 100.0 > threshold * WeightOf(all));
}
