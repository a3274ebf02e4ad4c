namespace Gatehouse.Gateway.Upstreams.Balancing;

/// <summary>Smooth weighted round robin over a wheel laid out ahead: a pick is one atomic increment and one look-up.</summary>
internal sealed class RoundRobinBalancer : IBalancer
{
    // Slots walked in search of a peer that may be taken before the peers themselves are walked: keeps the order of the wheel where
    // that is cheap and bounds a retry by the number of peers, not by the sum of weights.
    private const int MaxSlotsWalked = 64;

    private readonly UpstreamPeer[] _peers;
    private readonly int[] _wheel;
    private readonly WheelCursor _cursor;
    private readonly SlowStart _slowStart;

    /// <param name="peers">Peers with weights above 0.</param>
    /// <param name="cursor">Position, carried over from the previous balancer.</param>
    /// <param name="slowStart">How peers that came back are eased in.</param>
    public RoundRobinBalancer(UpstreamPeer[] peers, WheelCursor cursor, SlowStart slowStart)
    {
        _peers = peers;
        _cursor = cursor;
        _slowStart = slowStart;
        _wheel = RoundRobinWheel.Build(Array.ConvertAll(peers, static p => p.Weight));
    }

    public UpstreamPeer? Pick(ref TriedSet tried, in PickInput input)
    {
        if (_wheel.Length == 0)
        {
            return null;
        }

        ulong turn = _cursor.Next();
        int slot = (int)(turn % (ulong)_wheel.Length);
        UpstreamPeer peer = _peers[_wheel[slot]];
        return peer.CanTake(ref tried) && _slowStart.Admits(peer, input.Now, turn) ? peer : Other(slot, turn, ref tried, in input);
    }

    private UpstreamPeer? Other(int slot, ulong turn, ref TriedSet tried, in PickInput input)
    {
        int start = _wheel[slot];
        int walk = Math.Min(MaxSlotsWalked, _wheel.Length);
        for (int i = 1; i < walk; i++)
        {
            UpstreamPeer peer = _peers[_wheel[(slot + i) % _wheel.Length]];
            if (peer.CanTake(ref tried) && _slowStart.Admits(peer, input.Now, turn + (ulong)i))
            {
                return peer;
            }
        }

        // One that is being eased in is better than none.
        for (int i = 0; i < _peers.Length; i++)
        {
            UpstreamPeer peer = _peers[(start + i) % _peers.Length];
            if (peer.CanTake(ref tried))
            {
                return peer;
            }
        }

        return null;
    }
}
