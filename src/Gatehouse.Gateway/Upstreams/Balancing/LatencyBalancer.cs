namespace Gatehouse.Gateway.Upstreams.Balancing;

/// <summary>
/// Peak EWMA with two choices: of two peers drawn by weight the one whose latency times (exchanges in flight + 1) is less. A peer that nobody
/// has measured begins with the average of the others, as in Kong.
/// </summary>
internal sealed class LatencyBalancer : IBalancer
{
    // Draws until two different peers that may be taken are found; then all are compared.
    private const int MaxDraws = 8;

    private readonly UpstreamPeer[] _peers;
    private readonly WeightTable? _table;
    private readonly SlowStart _slowStart;
    private readonly double _secondsPerTick;

    /// <param name="peers">Peers with weights above 0.</param>
    /// <param name="slowStart">How peers that came back are eased in.</param>
    /// <param name="time">The clock of <see cref="PickInput.Now"/>.</param>
    public LatencyBalancer(UpstreamPeer[] peers, SlowStart slowStart, TimeProvider time)
    {
        _peers = peers;
        _slowStart = slowStart;
        _secondsPerTick = 1.0 / time.TimestampFrequency;
        _table = peers.Length == 0 ? null : new WeightTable(Array.ConvertAll(peers, static p => p.Weight));
        SeedUnknown(time.GetTimestamp() * _secondsPerTick);
    }

    public UpstreamPeer? Pick(ref TriedSet tried, in PickInput input)
    {
        if (_table is null)
        {
            return null;
        }

        UpstreamPeer? first = null;
        for (int i = 0; i < MaxDraws; i++)
        {
            var peer = _peers[_table.Draw()];
            if (ReferenceEquals(peer, first) || !peer.CanTake(ref tried))
            {
                continue;
            }

            if (first is not null)
            {
                return CostOf(peer, input.Now) < CostOf(first, input.Now) ? peer : first;
            }

            first = peer;
        }

        return first ?? Least(ref tried, in input);
    }

    private UpstreamPeer? Least(ref TriedSet tried, in PickInput input)
    {
        UpstreamPeer? best = null;
        double least = double.MaxValue;
        foreach (var peer in _peers)
        {
            if (peer.CanTake(ref tried) && CostOf(peer, input.Now) is var cost && cost < least)
            {
                least = cost;
                best = peer;
            }
        }

        return best;
    }

    private double CostOf(UpstreamPeer peer, long now)
    {
        var load = peer.Address.Load;
        return (load.LatencyAt(now * _secondsPerTick) ?? 0) * (load.InFlight + 1) / _slowStart.ShareOf(peer, now);
    }

    private void SeedUnknown(double now)
    {
        double sum = 0;
        int known = 0;
        foreach (var peer in _peers)
        {
            if (peer.Address.Load.LatencyAt(now) is { } latency)
            {
                sum += latency;
                known++;
            }
        }

        for (int i = 0; known > 0 && i < _peers.Length; i++)
        {
            _peers[i].Address.Load.Seed(sum / known, now);
        }
    }
}
