namespace Gatehouse.Gateway.Limits.Local;

/// <summary>
/// Windows of the calendar. State: 24 bits of the window's ordinal, 40 of its count. Ordinals that differ by a multiple of 2^24 look the
/// same; of second windows that is a key which comes back after 194 days to the second, and finds what it had used then.
/// </summary>
internal static class FixedWindow
{
    private const int CountBits = 40;
    private const long MaxCount = (1L << CountBits) - 1;
    private const long OrdinalMask = (1L << 24) - 1;

    /// <summary>Decides a charge and, when <paramref name="books"/>, books it.</summary>
    public static void Take(ref LimitCell cell, ref LimitCharge charge, LimitClock clock, bool books)
    {
        var rule = charge.Rule;
        while (true)
        {
            var (state, used, ordinal, left, now) = Read(ref cell, rule, clock);
            charge.IsAdmitted = Math.Max(charge.Cost, 1) <= rule.Limit - used;
            long booked = charge.IsAdmitted && books ? charge.Cost : 0;
            charge.Remaining = Math.Max(0, rule.Limit - used - booked);
            charge.Reset = left;
            charge.RetryAfter = charge.IsAdmitted ? 0 : charge.Cost > rule.Limit ? LimitCharge.Never : left;
            charge.Booking = ordinal;
            if (booked == 0 || TryWrite(ref cell, state, ordinal, used + booked, now + left))
            {
                return;
            }
        }
    }

    /// <summary>Books a cost whatever the limit.</summary>
    public static void Charge(ref LimitCell cell, in LimitCharge charge, LimitClock clock)
    {
        while (true)
        {
            var (state, used, ordinal, left, now) = Read(ref cell, charge.Rule, clock);
            if (TryWrite(ref cell, state, ordinal, Math.Min(MaxCount, used + charge.Cost), now + left))
            {
                return;
            }
        }
    }

    /// <summary>Takes a cost back while its window lasts.</summary>
    public static void Refund(ref LimitCell cell, in LimitCharge charge)
    {
        while (true)
        {
            long state = Volatile.Read(ref cell.State);
            if ((state >>> CountBits) != (charge.Booking & OrdinalMask))
            {
                return;
            }

            long next = state - Math.Min(charge.Cost, state & MaxCount);
            if (Interlocked.CompareExchange(ref cell.State, next, state) == state)
            {
                return;
            }
        }
    }

    private static (long State, long Used, long Ordinal, long Left, long Now) Read(ref LimitCell cell, LimitRule rule, LimitClock clock)
    {
        long state = Volatile.Read(ref cell.State);

        // Behind the state: who wrote it had read the clock before, so that no window is newer than this one.
        long now = clock.Now;
        long calendar = clock.ToCalendar(now);
        long ordinal = rule.Window.OrdinalAt(calendar, out long end);
        long used = (state >>> CountBits) == (ordinal & OrdinalMask) ? state & MaxCount : 0;
        return (state, used, ordinal, end - calendar, now);
    }

    private static bool TryWrite(ref LimitCell cell, long state, long ordinal, long count, long expiry)
    {
        if (Interlocked.CompareExchange(ref cell.State, ((ordinal & OrdinalMask) << CountBits) | count, state) != state)
        {
            return false;
        }

        if (Volatile.Read(ref cell.Expiry) != expiry)
        {
            Volatile.Write(ref cell.Expiry, expiry);
        }

        return true;
    }
}
