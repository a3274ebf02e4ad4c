using System.Net;

namespace Gatehouse.Gateway.Upstreams.Names;

/// <summary>
/// The addresses of one host name. One look-up at a time: the timer that starts the next one is only armed when the last one
/// has ended. Readers see an immutable array.
/// </summary>
internal sealed class ResolvedName : IAddressSource
{
    // One "no such name" while addresses are serving may be a name server that has just started with an empty zone:
    // it is believed when a second look-up soon after agrees.
    private const int BelievedMisses = 2;

    private readonly NameResolver _owner;
    private readonly Lock _subscribers = new();
    private ITimer? _timer;
    private Action? _changed;
    private volatile IPAddress[] _addresses = [];
    private volatile bool _isAnswered;
    private volatile bool _isStopped;
    private long _lastGood;
    private int _misses;

    public ResolvedName(NameResolver owner, string host)
    {
        _owner = owner;
        Host = host;
    }

    public string Host { get; }

    public IPAddress[] Addresses => _addresses;

    public bool IsPending => !_isAnswered;

    /// <summary>Users of this name; guarded by the resolver's lock.</summary>
    internal int Shares { get; set; }

    public void Subscribe(Action changed)
    {
        lock (_subscribers)
        {
            _changed += changed;
        }
    }

    public void Unsubscribe(Action changed)
    {
        lock (_subscribers)
        {
            _changed -= changed;
        }
    }

    internal void Start()
    {
        _timer = _owner.Clock.CreateTimer(
            static state => _ = ((ResolvedName)state!).RefreshAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _ = RefreshAsync();
    }

    internal void Stop()
    {
        _isStopped = true;
        _timer?.Dispose();
    }

    private async Task RefreshAsync()
    {
        if (_isStopped)
        {
            return;
        }

        HostAnswer answer = await _owner.LookUpAsync(Host).ConfigureAwait(false);
        if (_isStopped)
        {
            return;
        }

        TimeSpan pause = Apply(answer);
        _timer!.Change(pause, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes an answer over and says when to ask again.</summary>
    private TimeSpan Apply(HostAnswer answer)
    {
        if (answer.Kind == HostAnswerKind.Found)
        {
            _lastGood = _owner.Clock.GetTimestamp();
            _misses = 0;
            IPAddress[] sorted = [.. answer.Addresses];
            Array.Sort(sorted, AddressComparer.Instance);
            Publish(sorted);
            return _owner.RefreshDelay();
        }

        bool isMissing = answer.Kind == HostAnswerKind.NotFound;
        _misses = isMissing ? _misses + 1 : 0;
        if (KeepsStale())
        {
            UpstreamLog.ServingStale(_owner.Logger, Host, answer.Kind);
            return _owner.Options.ErrorPause;
        }

        if (!_isAnswered || _addresses.Length > 0)
        {
            UpstreamLog.NameLost(_owner.Logger, Host, answer.Kind);
        }

        Publish([]);
        return isMissing ? _owner.Options.NotFoundPause : _owner.Options.ErrorPause;
    }

    private bool KeepsStale()
        => _addresses.Length > 0
            && _misses < BelievedMisses
            && _owner.Clock.GetElapsedTime(_lastGood) <= _owner.Options.StaleLimit;

    private void Publish(IPAddress[] addresses)
    {
        bool isNew = !_isAnswered || !addresses.AsSpan().SequenceEqual(_addresses);
        _addresses = addresses;
        _isAnswered = true;
        if (!isNew)
        {
            return;
        }

        Action? changed;
        lock (_subscribers)
        {
            changed = _changed;
        }

        changed?.Invoke();
    }
}
