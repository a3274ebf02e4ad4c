namespace Gatehouse.Gateway.Upstreams;

/// <summary>Smooth weighted round robin over a wheel laid out ahead: a pick is one atomic increment and one look-up.</summary>
internal sealed class RoundRobinBalancer : IBalancer
{
    // Slots walked in search of an untried peer before the peers themselves are walked: keeps the order of the wheel where
    // that is cheap and bounds a retry by the number of peers, not by the sum of weights.
    private const int MaxSlotsWalked = 64;

    private readonly UpstreamPeer[] _peers;
    private readonly int[] _wheel;
    private readonly WheelCursor _cursor;

    /// <param name="peers">Peers with weights above 0.</param>
    /// <param name="cursor">Position, carried over from the previous balancer.</param>
    public RoundRobinBalancer(UpstreamPeer[] peers, WheelCursor cursor)
    {
        _peers = peers;
        _cursor = cursor;
        _wheel = RoundRobinWheel.Build(Array.ConvertAll(peers, static p => p.Weight));
    }

    public UpstreamPeer? Pick(ref TriedSet tried)
    {
        if (_wheel.Length == 0)
        {
            return null;
        }

        int slot = (int)(_cursor.Next() % (ulong)_wheel.Length);
        UpstreamPeer peer = _peers[_wheel[slot]];
        if (tried.Count > 0 && tried.Contains(peer.Address))
        {
            peer = Untried(slot, ref tried);
        }

        tried.Add(peer.Address);
        return peer;
    }

    private UpstreamPeer Untried(int slot, ref TriedSet tried)
    {
        int start = _wheel[slot];
        int walk = Math.Min(MaxSlotsWalked, _wheel.Length);
        for (int i = 1; i < walk; i++)
        {
            UpstreamPeer peer = _peers[_wheel[(slot + i) % _wheel.Length]];
            if (!tried.Contains(peer.Address))
            {
                return peer;
            }
        }

        for (int i = 1; i < _peers.Length; i++)
        {
            UpstreamPeer peer = _peers[(start + i) % _peers.Length];
            if (!tried.Contains(peer.Address))
            {
                return peer;
            }
        }

        // Kong goes round again: with one target and five retries that target is tried six times.
        tried.Clear();
        return _peers[start];
    }
}
