namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>
/// Health of the addresses of one upstream, over all its versions: the newest says what is checked and how. Judges stay on their
/// addresses; what stops and starts with the use of an address are its probes and its timer.
/// </summary>
internal sealed class UpstreamHealth(HealthNode node, ProbeTrust trust) : IHealthWatch
{
    private readonly Lock _lock = new();
    private volatile AddressProbes[] _watched = [];
    private volatile HealthPolicy _policy = HealthPolicy.Off;
    private SemaphoreSlim Gate { get; set; } = new(1);
    private volatile ITimer? _windows;
    private volatile string _name = "";
    private bool _isStopped = true;

    /// <inheritdoc/>
    public TimeProvider Time => node.Time;

    /// <summary>There is a version that says what is checked, a first or a newer one.</summary>
    public void Start(Upstream current)
    {
        lock (_lock)
        {
            bool wasStopped = _isStopped;
            _isStopped = false;
            Follow(current, wasStopped);
        }
    }

    /// <summary>The current version has other peers. Not under a lock that changes of health take.</summary>
    public void Follow(Upstream current)
    {
        lock (_lock)
        {
            if (!_isStopped)
            {
                Follow(current, wasStopped: false);
            }
        }
    }

    /// <summary>Nobody uses the upstream any more.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _isStopped = true;
            _windows?.Dispose();
            _windows = null;
            Array.ForEach(_watched, End);
            _watched = [];
        }
    }

    /// <inheritdoc/>
    public bool MayEject(OutlierLimits limits)
    {
        var watched = _watched;
        return limits.Allows(watched.Count(static w => !w.Health.IsHealthy), watched.Length);
    }

    /// <inheritdoc/>
    public void Changed(AddressHealth address)
    {
        node.Tell(_name, address);
        Array.Find(_watched, w => ReferenceEquals(w.Health, address))?.Reschedule();
    }

    /// <inheritdoc/>
    public void Knock(AddressHealth address) => _ = KnockAsync(address);

    /// <summary>Compares the addresses by their windows, see <see cref="OutlierDetector"/>.</summary>
    internal void CompareWindows()
    {
        if (_policy.Outlier is not { } limits)
        {
            return;
        }

        var watched = _watched;
        var samples = Array.ConvertAll(watched, static w => w.Health.Window.Take());
        _windows?.Change(limits.Interval, Timeout.InfiniteTimeSpan);

        string?[] verdicts = OutlierDetector.Judge(samples, limits, node.Time);
        for (int i = 0; i < verdicts.Length; i++)
        {
            if (verdicts[i] is { } reason)
            {
                watched[i].Health.EjectOutlier(reason);
            }
        }
    }

    private void Follow(Upstream current, bool wasStopped)
    {
        var policy = current.Spec.Health;
        bool isNew = wasStopped || !policy.Equals(_policy);
        _name = current.Spec.Name;
        if (isNew)
        {
            _policy = policy;
            Gate = new SemaphoreSlim(policy.Active.Concurrency);
            _windows?.Dispose();
            _windows = policy.Outlier is { UsesWindow: true } outlier
                ? node.Time.CreateTimer(
                    static state => ((UpstreamHealth)state!).CompareWindows(), this, outlier.Interval, Timeout.InfiniteTimeSpan)
                : null;
        }

        Watch(current.Peers, isNew);
    }

    private void Watch(UpstreamPeer[] peers, bool isNew)
    {
        var known = _watched.ToDictionary(static w => w.Health.Address);
        var next = new Dictionary<UpstreamAddress, AddressProbes>(peers.Length);
        var fresh = new List<AddressProbes>();
        foreach (var peer in peers)
        {
            if (next.ContainsKey(peer.Address))
            {
                continue;
            }

            var judge = peer.Address.Judge ??= new AddressHealth(peer.Address, this);
            if (!known.Remove(peer.Address, out var probes))
            {
                probes = new AddressProbes(judge, node, new ProbeTarget(peer, _policy.Active, trust), Gate);
                fresh.Add(probes);
            }
            else if (isNew || probes.Peer.HostName != peer.HostName)
            {
                probes.Replan(new ProbeTarget(peer, _policy.Active, trust), Gate);
            }

            next.Add(peer.Address, probes);
        }

        // Before the judges hear of it: what they then change is told to the probes.
        _watched = [.. next.Values];
        foreach (var probes in next.Values)
        {
            probes.Health.Adopt(_policy);
        }

        foreach (var probes in fresh)
        {
            probes.Health.Rest(isResting: false);
            probes.Start();
        }

        foreach (var gone in known.Values)
        {
            End(gone);
        }
    }

    private static void End(AddressProbes probes)
    {
        probes.Stop();
        probes.Health.Rest(isResting: true);
    }

    private async Task KnockAsync(AddressHealth address)
    {
        await node.Gate.WaitAsync().ConfigureAwait(false);
        bool isListening;
        try
        {
            isListening = await node.Prober.KnockAsync(address.Address.EndPoint).ConfigureAwait(false);
        }
        finally
        {
            node.Gate.Release();
        }

        address.Knocked(isListening);
    }
}
