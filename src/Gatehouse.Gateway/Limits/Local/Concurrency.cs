namespace Gatehouse.Gateway.Limits.Local;

/// <summary>Units at a time. State: how many there are.</summary>
internal static class Concurrency
{
    /// <summary>Decides a charge and, when <paramref name="books"/>, books it.</summary>
    public static void Take(ref LimitCell cell, ref LimitCharge charge, bool books)
    {
        var rule = charge.Rule;
        while (true)
        {
            long state = Volatile.Read(ref cell.State);
            charge.IsAdmitted = Math.Max(charge.Cost, 1) <= rule.Limit - state;
            long booked = charge.IsAdmitted && books ? charge.Cost : 0;
            charge.Remaining = Math.Max(0, rule.Limit - state - booked);
            charge.Reset = state + booked == 0 ? 0 : LimitCharge.Unknown;
            charge.RetryAfter = charge.IsAdmitted ? 0 : charge.Cost > rule.Limit ? LimitCharge.Never : LimitCharge.Unknown;
            if (booked == 0)
            {
                return;
            }

            if (Interlocked.CompareExchange(ref cell.State, state + booked, state) == state)
            {
                Volatile.Write(ref cell.Expiry, long.MaxValue);
                return;
            }
        }
    }

    /// <summary>Books a cost whatever the limit.</summary>
    public static void Charge(ref LimitCell cell, in LimitCharge charge)
    {
        Interlocked.Add(ref cell.State, charge.Cost);
        Volatile.Write(ref cell.Expiry, long.MaxValue);
    }

    /// <summary>Gives units back.</summary>
    public static void Release(ref LimitCell cell, in LimitCharge charge)
    {
        long state, next;
        do
        {
            state = Volatile.Read(ref cell.State);

            // A cell that was given away and came back has not counted all that is given back.
            next = Math.Max(0, state - charge.Cost);
        }
        while (Interlocked.CompareExchange(ref cell.State, next, state) != state);

        if (next == 0)
        {
            Volatile.Write(ref cell.Expiry, 0);
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref cell.State) != 0)
            {
                Volatile.Write(ref cell.Expiry, long.MaxValue);
            }
        }
    }
}
