namespace Gatehouse.Gateway.Upstreams.Balancing;

/// <summary>
/// The peers of an upstream as balancers see them at one time: made when addresses or health change, off the request path, and read
/// whole by each pick.
/// </summary>
internal sealed class PeerView
{
    private readonly IBalancer? _first;
    private readonly IBalancer? _spare;
    private readonly UpstreamPeer[] _probing;

    private PeerView(IBalancer? first, IBalancer? spare, UpstreamPeer[] probing)
    {
        _first = first;
        _spare = spare;
        _probing = probing;
    }

    /// <summary>No peers.</summary>
    public static PeerView Empty { get; } = new(null, null, []);

    /// <summary>Lays out the peers of an upstream.</summary>
    public static PeerView Of(UpstreamSpec spec, UpstreamPeer[] peers, in BalancerParts parts)
    {
        var weighted = Array.FindAll(peers, static p => p.Weight > 0);
        var eligible = Array.FindAll(weighted, static p => p.Address.Health.State == TargetState.Eligible);
        var probing = Array.FindAll(weighted, static p => p.Address.Health.State == TargetState.Probing);
        if (!IsEnough(eligible, weighted, spec.HealthThreshold))
        {
            // Too few are left to bear the traffic: what probes find out brings the upstream back.
            return new PeerView(null, null, probing);
        }

        var preferred = PeerPreference.Of(weighted, parts.Zone, spec.FailoverThreshold);
        var first = Balancer(spec, preferred, parts);
        if (spec.IsSticky)
        {
            first = new StickyBalancer(peers, first);
        }

        return new PeerView(first, preferred.Length < eligible.Length ? Balancer(spec, eligible, parts) : null, probing);
    }

    /// <summary>A peer that this exchange has not tried; when all have been, they start over. It is added to the set. Null when there is none.</summary>
    public UpstreamPeer? Pick(ref TriedSet tried, in PickInput input)
    {
        var peer = Untried(ref tried, in input);
        if (peer is null && tried.Count > 0)
        {
            // Kong goes round again: with one target and five retries that target is tried six times.
            tried.Clear();
            peer = Untried(ref tried, in input);
        }

        if (peer is not null)
        {
            tried.Add(peer.Address);
        }

        return peer;
    }

    private UpstreamPeer? Untried(ref TriedSet tried, in PickInput input)
    {
        foreach (var peer in _probing)
        {
            if (!tried.Contains(peer.Address) && peer.Address.Health.State == TargetState.Probing && peer.Address.Health.TryTake())
            {
                return peer;
            }
        }

        return _first?.Pick(ref tried, in input) ?? _spare?.Pick(ref tried, in input);
    }

    /// <summary>Kong's rule: the eligible share of the weight must be greater than the threshold. Nothing ejected is enough for any.</summary>
    private static bool IsEnough(UpstreamPeer[] eligible, UpstreamPeer[] weighted, double threshold)
        => eligible.Length == weighted.Length || PeerPreference.WeightOf(eligible) * 100.0 > threshold * PeerPreference.WeightOf(weighted);

    private static IBalancer Balancer(UpstreamSpec spec, UpstreamPeer[] peers, in BalancerParts parts) => spec.Algorithm switch
    {
        "least-connections" => new LeastConnectionsBalancer(peers, parts.Cursor, parts.SlowStart),
        "latency" => new LatencyBalancer(peers, parts.SlowStart, parts.Time),
        "consistent-hashing" => new HashBalancer(peers, spec.Slots),
        _ => new RoundRobinBalancer(peers, parts.Cursor, parts.SlowStart),
    };
}
