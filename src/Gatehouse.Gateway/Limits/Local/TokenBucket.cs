namespace Gatehouse.Gateway.Limits.Local;

/// <summary>
/// Generic cell rate algorithm (ATM Forum TM 4.1 §4.4, virtual scheduling). State: the theoretical arrival time, when the bucket is full
/// again; in the past = it is full.
/// </summary>
internal static class TokenBucket
{
    /// <summary>Decides a charge and, when <paramref name="books"/>, books it.</summary>
    public static void Take(ref LimitCell cell, ref LimitCharge charge, LimitClock clock, bool books)
    {
        var rule = charge.Rule;
        while (true)
        {
            long state = Volatile.Read(ref cell.State);
            long now = clock.Now;
            long filled = Math.Max(state, now);
            long wanted = Math.Max(charge.Cost, 1);
            long after = filled + rule.SpanOf(wanted);
            charge.IsAdmitted = wanted <= rule.Burst && after - now <= rule.Depth;
            bool isBooked = charge.IsAdmitted && books && charge.Cost > 0;
            long held = (isBooked ? after : filled) - now;
            charge.Remaining = Math.Max(0, rule.Depth - held) / rule.Interval;
            charge.Reset = held;
            charge.RetryAfter = charge.IsAdmitted ? 0 : wanted > rule.Burst ? LimitCharge.Never : after - rule.Depth - now;
            if (!isBooked || TryWrite(ref cell, state, after))
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
            long state = Volatile.Read(ref cell.State);
            long now = clock.Now;
            long after = Math.Min(Math.Max(state, now) + charge.Rule.SpanOf(charge.Cost), now + LimitRule.MaxDepth);
            if (TryWrite(ref cell, state, after))
            {
                return;
            }
        }
    }

    /// <summary>Takes a cost back; what the bucket has regained meanwhile is not given twice, because it is never more than full.</summary>
    public static void Refund(ref LimitCell cell, in LimitCharge charge)
    {
        while (true)
        {
            long state = Volatile.Read(ref cell.State);
            if (TryWrite(ref cell, state, Math.Max(0, state - charge.Rule.SpanOf(charge.Cost))))
            {
                return;
            }
        }
    }

    private static bool TryWrite(ref LimitCell cell, long state, long next)
    {
        if (Interlocked.CompareExchange(ref cell.State, next, state) != state)
        {
            return false;
        }

        Volatile.Write(ref cell.Expiry, next);
        return true;
    }
}
