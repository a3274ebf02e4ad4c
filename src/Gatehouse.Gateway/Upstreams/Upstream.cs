using System.Net;
using Gatehouse.Gateway.Upstreams.Balancing;
using Gatehouse.Gateway.Upstreams.Names;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>
/// A running upstream of one specification: follows the addresses of its targets and hands out peers. Shared by all snapshots
/// that say the same of it. Choosing is lock-free and allocates nothing.
/// </summary>
internal sealed class Upstream
{
    private readonly UpstreamIdentity _identity;
    private readonly NameResolver _names;
    private readonly IAddressSource[] _sources;
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BalancerParts _parts;
    private volatile PeerView _view = PeerView.Empty;
    private volatile bool _isPending = true;
    private volatile UpstreamPeer[] _peers = [];
    private int _isRefreshing;

    /// <param name="spec">What it does.</param>
    /// <param name="identity">What outlives it.</param>
    /// <param name="names">Looks names up; its clock is the upstream's.</param>
    /// <param name="zone">Zone of the node, null = none.</param>
    public Upstream(UpstreamSpec spec, UpstreamIdentity identity, NameResolver names, string? zone = null)
    {
        _parts = new BalancerParts(identity.Cursor, spec.SlowStart > 0 ? new SlowStart(spec.SlowStart, names.Clock) : SlowStart.Off, names.Clock, zone);
        Spec = spec;
        _identity = identity;
        _names = names;
        _sources = Array.ConvertAll(spec.Targets, SourceOf);
    }

    public UpstreamSpec Spec { get; }

    /// <summary>Every address with a weight, whatever its health; a new array when they change.</summary>
    public UpstreamPeer[] Peers => _peers;

    /// <summary>Snapshots that use this version; guarded by the registry's lock.</summary>
    internal int Shares { get; set; }

    /// <summary>The hash of a request that has nothing of what is hashed: each goes elsewhere, instead of all to one.</summary>
    public ulong NextHash() => StableHash.Mix(_identity.Cursor.Next());

    /// <summary>The next peer for a request that nothing is known of.</summary>
    public ChoiceOutcome TryChoose(ref TriedSet tried, out UpstreamPeer? peer)
        => TryChoose(ref tried, new PickInput(0, 0, _names.Clock.GetTimestamp()), out peer);

    /// <summary>The next peer that this exchange has not tried, see <see cref="PeerView.Pick"/>.</summary>
    public ChoiceOutcome TryChoose(ref TriedSet tried, in PickInput input, out UpstreamPeer? peer)
    {
        peer = _view.Pick(ref tried, in input);
        if (peer is not null)
        {
            return ChoiceOutcome.Chosen;
        }

        return _isPending ? ChoiceOutcome.Pending
            : Spec.IsImplicit ? ChoiceOutcome.NameResolutionFailed
            : ChoiceOutcome.NoHealthyTarget;
    }

    /// <summary>
    /// Waits until the first answers are there, up to <paramref name="timeout"/>; false when they did not come. The await
    /// returns to the caller's loop. Only the first requests after an upstream appeared ever get here.
    /// </summary>
    public async ValueTask<bool> WaitForAddressesAsync(TimeSpan timeout)
    {
        if (_isPending)
        {
            await _answered.Task.WaitAsync(timeout, _names.Clock)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        return !_isPending;
    }

    /// <summary>The addresses of a target of <see cref="Spec"/>, by its index; empty while its name has none.</summary>
    public IPAddress[] AddressesOf(int target) => _sources[target].Addresses;

    internal void Start()
    {
        _identity.HealthChanged += QueueRefresh;
        foreach (var source in _sources)
        {
            source.Subscribe(Rebuild);
        }

        Rebuild();
    }

    internal void Stop()
    {
        _identity.HealthChanged -= QueueRefresh;
        foreach (var source in _sources)
        {
            source.Unsubscribe(Rebuild);
            if (source is ResolvedName name)
            {
                _names.Release(name);
            }
        }
    }

    private IAddressSource SourceOf(UpstreamTargetSpec target)
        => IPAddress.TryParse(target.Host, out var address)
            ? new LiteralAddress(target.Host, address)
            : _names.Acquire(target.Host);

    /// <summary>Lays out the peers anew. Runs on whatever thread brought new addresses.</summary>
    private void Rebuild()
    {
        lock (_identity.Lock)
        {
            var peers = new List<UpstreamPeer>();
            bool isWaiting = false;
            for (int i = 0; i < _sources.Length; i++)
            {
                // One of weight 0 drains: clients whose cookie binds them to it are still served.
                if (Spec.Targets[i].Weight > 0 || Spec.IsSticky)
                {
                    isWaiting |= Spec.Targets[i].Weight > 0 && _sources[i].IsPending;
                    AddPeers(Spec.Targets[i], _sources[i].Addresses, peers);
                }
            }

            UpstreamPeer[] laidOut = [.. peers];
            _identity.Prune(laidOut);
            _peers = laidOut;
            _view = PeerView.Of(Spec, laidOut, in _parts);
            _isPending = laidOut.Length == 0 && isWaiting;
        }

        _identity.HasChanged(this);
        if (!_isPending)
        {
            _answered.TrySetResult();
        }
    }

    /// <summary>Every address of a name has the target's whole weight, as Kong counts them.</summary>
    private void AddPeers(UpstreamTargetSpec target, IPAddress[] addresses, List<UpstreamPeer> peers)
    {
        foreach (var address in addresses)
        {
            peers.Add(new UpstreamPeer(
                _identity.AddressOf(address, target.Port), Spec.HostHeader ?? target.Host, target.Weight, target.Priority, target.Zone, Spec.Identity));
        }
    }

    /// <summary>
    /// Health changes on loops too, and laying out takes its time: picks skip an ejected peer at once, and the layout follows on another
    /// thread, once for however many changes.
    /// </summary>
    private void QueueRefresh()
    {
        if (Interlocked.Exchange(ref _isRefreshing, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static u => u.Refresh(), this, preferLocal: false);
        }
    }

    private void Refresh()
    {
        Volatile.Write(ref _isRefreshing, 0);
        Rebuild();
    }
}
