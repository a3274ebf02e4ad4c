namespace Gatehouse.Net.Loops;

/// <summary>
/// A timer that lives inside its owner, so that arming it allocates nothing. Armed with <see cref="Loop.Arm"/>, moved by
/// arming it again (cheap: a later deadline is only noted, not re-sorted), disarmed with <see cref="Loop.Disarm"/>.
/// </summary>
public abstract class LoopTimer
{
    /// <summary>Deadline in <see cref="Loop.NowMilliseconds"/>, or <see cref="long.MaxValue"/> when not armed.</summary>
    public long DeadlineMilliseconds { get; internal set; } = long.MaxValue;

    /// <summary>Whether a deadline is set.</summary>
    public bool IsArmed => DeadlineMilliseconds != long.MaxValue;

    /// <summary>Intrusive links and the slot of the wheel that holds this timer (−1: none).</summary>
    internal LoopTimer? Previous, Next;
    internal int Slot = -1;
    internal long QueuedDeadline;

    /// <summary>Called on the loop's thread once the deadline has passed; the timer is disarmed before the call.</summary>
    protected internal abstract void OnElapsed();
}
