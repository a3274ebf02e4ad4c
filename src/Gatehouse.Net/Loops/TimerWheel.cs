using System.Numerics;

namespace Gatehouse.Net.Loops;

/// <summary>
/// A wheel of 2048 slots of 8 ms (16.4 s). A timer further away is queued at the far end and queued again when it comes
/// round, so that a slot only ever holds timers of one tick. Moving an armed timer later only notes the deadline; the slot
/// it waits in finds out when its turn comes.
/// </summary>
internal sealed class TimerWheel
{
    private const int TickShift = 3;
    private const int Slots = 2048;
    private const int Mask = Slots - 1;

    private readonly LoopTimer?[] _slots = new LoopTimer?[Slots];
    private readonly ulong[] _occupied = new ulong[Slots / 64];
    private long _tick;

    public TimerWheel(long nowMilliseconds) => _tick = nowMilliseconds >> TickShift;

    public void Arm(LoopTimer timer, long deadline)
    {
        timer.DeadlineMilliseconds = deadline;
        if (timer.Slot >= 0)
        {
            if (timer.QueuedDeadline <= deadline)
            {
                return;
            }
            Unlink(timer);
        }
        Link(timer);
    }

    public void Disarm(LoopTimer timer)
    {
        timer.DeadlineMilliseconds = long.MaxValue;
        if (timer.Slot >= 0)
        {
            Unlink(timer);
        }
    }

    /// <summary>The next timer whose deadline has passed, disarmed; null when there is none. Call until null.</summary>
    public LoopTimer? TakeDue(long now)
    {
        long target = now >> TickShift;
        while (true)
        {
            for (LoopTimer? timer; (timer = _slots[_tick & Mask]) is not null;)
            {
                Unlink(timer);
                // By this tick's time, not by now: after a long sleep the overdue fire in their order.
                if (timer.DeadlineMilliseconds <= _tick << TickShift)
                {
                    timer.DeadlineMilliseconds = long.MaxValue;
                    return timer;
                }
                Link(timer);
            }
            if (_tick >= target)
            {
                return null;
            }
            _tick = Math.Min(NextOccupied(), target);
        }
    }

    /// <summary>Milliseconds until something may be due, −1 when no timer waits.</summary>
    public long UntilNext(long now)
    {
        long next = NextOccupied();
        return next == long.MaxValue ? -1 : Math.Max(0, (next << TickShift) - now);
    }

    private void Link(LoopTimer timer)
    {
        // Rounded up: a deadline inside a tick waits for the tick's end, never fires before it.
        long tick = (timer.DeadlineMilliseconds + (1 << TickShift) - 1) >> TickShift;
        tick = Math.Clamp(tick, _tick + 1, _tick + Mask);
        int slot = (int)(tick & Mask);
        timer.QueuedDeadline = tick << TickShift;
        timer.Slot = slot;
        timer.Previous = null;
        timer.Next = _slots[slot];
        timer.Next?.Previous = timer;
        _slots[slot] = timer;
        _occupied[slot >> 6] |= 1UL << (slot & 63);
    }

    private void Unlink(LoopTimer timer)
    {
        int slot = timer.Slot;
        timer.Next?.Previous = timer.Previous;
        if (timer.Previous is null)
        {
            _slots[slot] = timer.Next;
            if (timer.Next is null)
            {
                _occupied[slot >> 6] &= ~(1UL << (slot & 63));
            }
        }
        else
        {
            timer.Previous.Next = timer.Next;
        }
        timer.Previous = timer.Next = null;
        timer.Slot = -1;
    }

    /// <summary>The first tick after the current one whose slot holds a timer.</summary>
    private long NextOccupied()
    {
        long tick = _tick + 1;
        long last = _tick + Mask;
        while (tick <= last)
        {
            int slot = (int)(tick & Mask);
            ulong word = _occupied[slot >> 6] >> (slot & 63);
            if (word != 0)
            {
                return tick + BitOperations.TrailingZeroCount(word);
            }
            tick += 64 - (slot & 63);
        }
        return long.MaxValue;
    }
}
