namespace Gatehouse.Net.Loops;

/// <summary>
/// One event loop: a thread that waits for readiness, runs timers and posted work, and owns every connection it accepted or
/// opened. Awaits of foreign tasks on this thread come back to it through <see cref="SynchronizationContext"/>.
/// </summary>
public abstract class Loop : IDisposable
{
    /// <summary>
    /// How many channel operations may complete at once before others get a turn. 64 reads of 16 KiB keep a loop busy
    /// for well under a millisecond.
    /// </summary>
    private const int OperationsPerDispatch = 64;

    private int _operationsLeft = OperationsPerDispatch;

    /// <summary>The loop of the calling thread, null elsewhere.</summary>
    [field: ThreadStatic]
    public static Loop? Current { get; protected set; }

    /// <summary>0 … number of loops − 1.</summary>
    public abstract int Index { get; }

    /// <summary>Whether the caller is on this loop's thread.</summary>
    public bool IsCurrent => ReferenceEquals(Current, this);

    /// <summary>Monotonic milliseconds, read once per turn of the loop.</summary>
    public abstract long NowMilliseconds { get; }

    /// <summary>Counters of this loop; may be read from any thread.</summary>
    public virtual LoopStatistics Statistics => default;

    /// <summary>Runs a callback on this loop's thread in a later turn. From any thread.</summary>
    public abstract void Post(Action<object?> callback, object? state);

    /// <summary>
    /// Arms (or moves) a timer; on the loop's thread only. Resolution about 10 ms, never early by <see cref="NowMilliseconds"/>.
    /// </summary>
    public abstract void Arm(LoopTimer timer, long delayMilliseconds);

    /// <summary>Disarms a timer; on the loop's thread only. Harmless when it is not armed.</summary>
    public abstract void Disarm(LoopTimer timer);

    /// <summary>
    /// Whether one more channel operation may complete synchronously. False makes the channel finish it in a later turn: a
    /// peer that always has data must not keep the loop from everybody else.
    /// </summary>
    internal bool TrySpendOperation() => --_operationsLeft >= 0;

    /// <summary>The context of the loop's thread, for code that took it off to put it back.</summary>
    internal virtual SynchronizationContext? Context => null;

    private protected void RefillOperations() => _operationsLeft = OperationsPerDispatch;

    /// <inheritdoc/>
    public abstract void Dispose();
}
