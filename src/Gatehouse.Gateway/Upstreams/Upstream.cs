using System.Net;
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
    private volatile IBalancer _balancer = NoPeers.Instance;
    private volatile bool _isPending = true;

    public Upstream(UpstreamSpec spec, UpstreamIdentity identity, NameResolver names)
    {
        Spec = spec;
        _identity = identity;
        _names = names;
        _sources = Array.ConvertAll(spec.Targets, SourceOf);
    }

    public UpstreamSpec Spec { get; }

    /// <summary>Snapshots that use this version; guarded by the registry's lock.</summary>
    internal int Shares { get; set; }

    /// <summary>The next peer that this exchange has not tried, see <see cref="IBalancer.Pick"/>.</summary>
    public ChoiceOutcome TryChoose(ref TriedSet tried, out UpstreamPeer? peer)
    {
        peer = _balancer.Pick(ref tried);
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

    internal void Start()
    {
        foreach (var source in _sources)
        {
            source.Subscribe(Rebuild);
        }

        Rebuild();
    }

    internal void Stop()
    {
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
                if (Spec.Targets[i].Weight > 0)
                {
                    isWaiting |= _sources[i].IsPending;
                    AddPeers(Spec.Targets[i], _sources[i].Addresses, peers);
                }
            }

            UpstreamPeer[] laidOut = [.. peers];
            _identity.Prune(laidOut);
            _balancer = new RoundRobinBalancer(laidOut, _identity.Cursor);
            _isPending = laidOut.Length == 0 && isWaiting;
        }

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
                _identity.AddressOf(address, target.Port), Spec.HostHeader ?? target.Host, target.Weight));
        }
    }

    private sealed class NoPeers : IBalancer
    {
        public static NoPeers Instance { get; } = new();

        public UpstreamPeer? Pick(ref TriedSet tried) => null;
    }
}
