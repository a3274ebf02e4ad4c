using System.Diagnostics;

namespace Gatehouse.Net.Loops;

/// <summary>What every loop has in common: the queue of posted work, the timers, the clock and the guard round callbacks.</summary>
public abstract class QueuedLoop : Loop
{
    private readonly WorkQueue _queue = new();
    private readonly TimerWheel _wheel;
    private readonly LoopSynchronizationContext _context;
    private readonly Action<Loop, Exception>? _onFailure;
    private long _now;
    private long _turns, _events, _callbacks, _failures;
    private long _busyStamps, _longestTurnStamps, _turnStartedAt;

    private protected QueuedLoop(int index, long now, Action<Loop, Exception>? onFailure)
    {
        Index = index;
        _now = now;
        _wheel = new TimerWheel(now);
        _onFailure = onFailure;
        _context = new LoopSynchronizationContext(this);
    }

    /// <inheritdoc/>
    public sealed override int Index { get; }

    /// <inheritdoc/>
    public sealed override long NowMilliseconds => Volatile.Read(ref _now);

    /// <inheritdoc/>
    public sealed override LoopStatistics Statistics => new(
        Volatile.Read(ref _turns),
        Volatile.Read(ref _events),
        Volatile.Read(ref _callbacks),
        Volatile.Read(ref _failures),
        ToMilliseconds(Volatile.Read(ref _busyStamps)),
        Volatile.Read(ref _longestTurnStamps) / (Stopwatch.Frequency / 1_000_000));

    /// <inheritdoc/>
    public sealed override void Post(Action<object?> callback, object? state)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Enqueue(new WorkItem(callback, state));
    }

    /// <inheritdoc/>
    public sealed override void Arm(LoopTimer timer, long delayMilliseconds)
    {
        ArgumentNullException.ThrowIfNull(timer);
        Debug.Assert(IsCurrent, "Timers belong to the loop's thread.");
        // A year is as good as for ever, and keeps the sum from overflowing.
        const long Year = 366L * 24 * 3600 * 1000;
        _wheel.Arm(timer, _now + Math.Clamp(delayMilliseconds, 0, Year));
    }

    /// <inheritdoc/>
    public sealed override void Disarm(LoopTimer timer)
    {
        ArgumentNullException.ThrowIfNull(timer);
        Debug.Assert(IsCurrent, "Timers belong to the loop's thread.");
        _wheel.Disarm(timer);
    }

    internal void Enqueue(WorkItem item)
    {
        _queue.Add(item);
        Wake();
    }

    /// <summary>Makes the loop return from its wait, when it is in one.</summary>
    private protected abstract void Wake();

    private protected bool HasWork => !_queue.IsEmpty;

    /// <summary>Milliseconds the loop may wait for events: 0 with work at hand, −1 without any timer.</summary>
    private protected int WaitMilliseconds()
        => HasWork ? 0 : (int)Math.Min(_wheel.UntilNext(_now), int.MaxValue);

    /// <summary>Makes this the loop of the calling thread.</summary>
    private protected void Enter()
    {
        Current = this;
        SynchronizationContext.SetSynchronizationContext(_context);
    }

    private protected static long ToMilliseconds(long stamp) => stamp / (Stopwatch.Frequency / 1000);

    /// <summary>Begins a turn by the real clock.</summary>
    private protected void BeginTurn()
    {
        long stamp = Stopwatch.GetTimestamp();
        BeginTurn(ToMilliseconds(stamp), stamp);
    }

    /// <summary>Begins a turn at a time of the caller's making.</summary>
    private protected void BeginTurn(long now, long stamp)
    {
        Volatile.Write(ref _now, now);
        Volatile.Write(ref _turns, _turns + 1);
        _turnStartedAt = stamp;
    }

    /// <summary>Work posted before this turn, then the timers that are due.</summary>
    private protected void RunDue()
    {
        if (HasWork)
        {
            RunPosted();
        }
        while (_wheel.TakeDue(_now) is { } timer)
        {
            BeginDispatch();
            try
            {
                timer.OnElapsed();
            }
            catch (Exception e)
            {
                Report(e);
            }
        }
    }

    private protected void EndTurn(int events)
    {
        long spent = Stopwatch.GetTimestamp() - _turnStartedAt;
        Volatile.Write(ref _events, _events + events);
        Volatile.Write(ref _busyStamps, _busyStamps + spent);
        if (spent > _longestTurnStamps)
        {
            Volatile.Write(ref _longestTurnStamps, spent);
        }
    }

    /// <summary>
    /// Before anything that may run foreign code: a fresh allowance, and our context again (TLS takes it off while
    /// SslStream runs, see <see cref="Channels.TlsChannel"/>).
    /// </summary>
    private protected void BeginDispatch()
    {
        RefillOperations();
        SynchronizationContext.SetSynchronizationContext(_context);
    }

    internal sealed override SynchronizationContext Context => _context;

    /// <summary>An exception out of a callback is somebody's bug, and must not be the end of every other connection.</summary>
    private protected void Report(Exception exception)
    {
        Volatile.Write(ref _failures, _failures + 1);
        try
        {
            _onFailure?.Invoke(this, exception);
        }
        catch (Exception)
        {
            // The reporter itself failed: the counter has it, and there is nobody left to tell.
        }
    }

    private void RunPosted()
    {
        WorkItem[] items = _queue.Take(out int count);
        for (int i = 0; i < count; i++)
        {
            BeginDispatch();
            try
            {
                items[i].Run();
            }
            catch (Exception e)
            {
                Report(e);
            }
        }
        _queue.Return(items, count);
        Volatile.Write(ref _callbacks, _callbacks + count);
    }
}
