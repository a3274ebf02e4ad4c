namespace Gatehouse.Gateway.Upstreams;

/// <summary>
/// What health checks tell balancers about one address of one upstream. Written by whoever judges (from any thread, not from
/// inside <paramref name="changed"/>), read by every pick without a lock. Nobody judges = eligible for ever.
/// </summary>
/// <param name="changed">Called after each change of the state, on the thread that made it; must not block.</param>
internal sealed class TargetHealth(Action? changed = null)
{
    private int _state;
    private long _eligibleSince;

    /// <summary>The current state.</summary>
    public TargetState State => (TargetState)Volatile.Read(ref _state);

    /// <summary>Whether a pick may take it; a probing one only the first, see <see cref="TryTake"/>.</summary>
    public bool IsEligible => State != TargetState.Ejected;

    /// <summary>Timestamp of the last way back to <see cref="TargetState.Eligible"/>; 0 = it never was anything else.</summary>
    public long EligibleSince => Volatile.Read(ref _eligibleSince);

    /// <summary>Takes it for one exchange: always while eligible, once while probing.</summary>
    public bool TryTake() => State switch
    {
        TargetState.Eligible => true,
        TargetState.Probing => TryMove(TargetState.Probing, TargetState.Ejected),
        _ => false,
    };

    /// <summary>Sets the state; <paramref name="now"/> is a timestamp of the node's clock, from which slow start counts.</summary>
    public void Set(TargetState state, long now)
    {
        if (state == TargetState.Eligible && State != TargetState.Eligible)
        {
            Volatile.Write(ref _eligibleSince, now);
        }

        if (Interlocked.Exchange(ref _state, (int)state) != (int)state)
        {
            changed?.Invoke();
        }
    }

    private bool TryMove(TargetState from, TargetState to)
    {
        if (Interlocked.CompareExchange(ref _state, (int)to, (int)from) != (int)from)
        {
            return false;
        }

        changed?.Invoke();
        return true;
    }
}
