namespace Gatehouse.Gateway.Limits.Local;

/// <summary>
/// At most the limit in any interval of the window's length: [t, t + length), to the nanosecond. Units go into groups, a group has the time of its newest unit, and a new
/// group takes the place of one that has left the window. A group's time is raised before the units are booked: whoever loses a race has
/// made the log younger than it is, never older.
/// </summary>
internal sealed class SlidingWindow(LimitTable table, LimitClock clock)
{
    private readonly SlidingGrowth _growth = new(table);

    /// <summary>Decides a charge and, when <paramref name="books"/>, books it.</summary>
    public void Take(LimitPlace place, ref LimitCharge charge, bool books)
    {
        ref var cell = ref table[place.Index];
        var rule = charge.Rule;
        long raised = -1;
        while (true)
        {
            long word = ReadState(ref cell);
            var log = new SlidingLog(ref cell, table.LogOf(place.Index), rule);
            var state = SlidingState.From(word);
            long now = clock.Now;
            var step = SlidingStep.Of(state, rule, log.Length, Math.Max(1, charge.Cost));
            long blocked = step.Fits ? BlockedUntil(log, state, step, rule, now, raised) : long.MaxValue;
            if ((blocked > 0 || step.Last >= SlidingState.LastHead) && _growth.TryMove(place, rule, word))
            {
                raised = -1;
                continue;
            }

            bool isBooked = blocked == 0 && books && charge.Cost > 0;
            charge.IsAdmitted = blocked == 0;
            charge.RetryAfter = blocked == long.MaxValue ? LimitCharge.Never : blocked;
            if (isBooked)
            {
                raised = step.Last;
                RaiseAll(log, state, step, now);
                if (!TryWrite(ref cell, word, step, state.IsCoarse, now, rule))
                {
                    continue;
                }

                state = new SlidingState(step.Last, state.IsCoarse, step.Used);
                charge.Booking = step.Last;
            }

            Describe(log, state, rule, now, ref charge);
            return;
        }
    }

    /// <summary>
    /// Books a cost whatever the limit: beyond it, groups that still count make room and count anew from now on. The window is then full
    /// for its whole length; what is charged beyond that is not remembered.
    /// </summary>
    public void Charge(LimitPlace place, in LimitCharge charge)
    {
        ref var cell = ref table[place.Index];
        var rule = charge.Rule;
        while (true)
        {
            long word = ReadState(ref cell);
            var log = new SlidingLog(ref cell, table.LogOf(place.Index), rule);
            var state = SlidingState.From(word);
            long now = clock.Now;
            var step = SlidingStep.Of(state, rule, log.Length, charge.Cost);
            bool isBlocked = !step.Fits || BlockedUntil(log, state, step, rule, now, raised: -1) > 0;
            if ((isBlocked || step.Last >= SlidingState.LastHead) && _growth.TryMove(place, rule, word))
            {
                continue;
            }

            if (!step.Fits)
            {
                step = SlidingStep.Whole(state, rule, log.Length);
            }

            RaiseAll(log, state, step, now);
            if (TryWrite(ref cell, word, step, state.IsCoarse, now, rule))
            {
                return;
            }
        }
    }

    /// <summary>Takes units back out of the newest group, when it is still the one they went into.</summary>
    public void Refund(LimitPlace place, in LimitCharge charge)
    {
        ref var cell = ref table[place.Index];
        while (true)
        {
            long word = ReadState(ref cell);
            var state = SlidingState.From(word);
            if (state.Head != charge.Booking)
            {
                return;
            }

            long next = (state with { Used = Math.Max(0, state.Used - charge.Cost) }).ToWord();
            if (Interlocked.CompareExchange(ref cell.State, next, word) == word)
            {
                return;
            }
        }
    }

    private static long ReadState(ref LimitCell cell)
    {
        var spin = default(SpinWait);
        while (true)
        {
            long word = Volatile.Read(ref cell.State);
            if (word != SlidingState.Moving)
            {
                return word;
            }

            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>0 = every group that is to be replaced has left the window; else the time until the last of them has.</summary>
    /// <param name="raised">Groups up to this one were raised by this very charge after they had been found to have left.</param>
    private static long BlockedUntil(SlidingLog log, SlidingState state, SlidingStep step, LimitRule rule, long now, long raised)
    {
        long blocked = 0;
        for (long ordinal = Math.Max(state.Head, raised) + 1; ordinal <= step.Last; ordinal++)
        {
            long time = log[ordinal];
            if (time != 0)
            {
                blocked = Math.Max(blocked, time + rule.Window.Nanoseconds - now);
            }
        }

        return blocked;
    }

    private static void RaiseAll(SlidingLog log, SlidingState state, SlidingStep step, long now)
    {
        for (long ordinal = step.JoinsHead ? state.Head : state.Head + 1; ordinal <= step.Last; ordinal++)
        {
            log.Raise(ordinal, now);
        }
    }

    private static bool TryWrite(ref LimitCell cell, long word, SlidingStep step, bool isCoarse, long now, LimitRule rule)
    {
        if (Interlocked.CompareExchange(ref cell.State, new SlidingState(step.Last, isCoarse, step.Used).ToWord(), word) != word)
        {
            return false;
        }

        Volatile.Write(ref cell.Expiry, now + rule.Window.Nanoseconds);
        return true;
    }

    private static void Describe(SlidingLog log, SlidingState state, LimitRule rule, long now, ref LimitCharge charge)
    {
        long edge = Math.Max(1, now - rule.Window.Nanoseconds + 1);
        long newest = log[state.Head];
        if (newest == 0 || newest < edge)
        {
            charge.Remaining = rule.Limit;
            charge.Reset = 0;
            return;
        }

        // Of groups that are not the newest each counts as full.
        long size = SlidingStep.SizeOf(state, rule, log.Length);
        long capacity = state.IsCoarse ? log.Length * size : rule.Limit;
        long left = capacity - (log.CountLive(state.Head, edge) * size) - state.Used;

        // What the groups do not divide without a rest nobody gets.
        charge.Remaining = !charge.IsAdmitted && charge.Cost <= 1 ? 0 : Math.Max(0, left);
        charge.Reset = newest + rule.Window.Nanoseconds - now;
    }
}
