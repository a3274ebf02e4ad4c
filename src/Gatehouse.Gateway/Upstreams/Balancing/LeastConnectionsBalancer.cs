namespace Gatehouse.Gateway.Upstreams.Balancing;

/// <summary>
/// The peer with the fewest exchanges in flight for its weight: least (connections + 1) / weight, equals in turn. Up to
/// <see cref="MaxScanned"/> peers all are compared; of more, <see cref="Drawn"/> that are drawn by weight, which keeps a pick at the same
/// cost and the fullest peer within a few exchanges of the least (Mitzenmacher, "The power of two choices", with eight).
/// </summary>
internal sealed class LeastConnectionsBalancer(UpstreamPeer[] peers, WheelCursor cursor, SlowStart slowStart) : IBalancer
{
    /// <summary>Peers that are compared one and all.</summary>
    public const int MaxScanned = 32;

    /// <summary>Peers drawn of more.</summary>
    public const int Drawn = 8;

    private readonly WeightTable? _table = peers.Length > MaxScanned ? new WeightTable(Array.ConvertAll(peers, static p => p.Weight)) : null;

    public UpstreamPeer? Pick(ref TriedSet tried, in PickInput input)
    {
        UpstreamPeer? best = null;
        double least = double.MaxValue;
        if (_table is not null)
        {
            for (int i = 0; i < Drawn; i++)
            {
                Compare(peers[_table.Draw()], ref tried, in input, ref best, ref least);
            }

            if (best is not null)
            {
                return best;
            }
        }

        int start = peers.Length == 0 ? 0 : (int)(cursor.Next() % (ulong)peers.Length);
        for (int i = 0; i < peers.Length; i++)
        {
            int place = start + i;
            Compare(peers[place < peers.Length ? place : place - peers.Length], ref tried, in input, ref best, ref least);
        }

        return best;
    }

    private void Compare(UpstreamPeer peer, ref TriedSet tried, in PickInput input, ref UpstreamPeer? best, ref double least)
    {
        if (!peer.CanTake(ref tried))
        {
            return;
        }

        double load = (peer.Address.Load.InFlight + 1) / (peer.Weight * slowStart.ShareOf(peer, input.Now));
        if (load < least)
        {
            least = load;
            best = peer;
        }
    }
}
