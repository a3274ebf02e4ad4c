namespace Gatehouse.Gateway.Limits.Shared;

/// <summary>
/// Units of one counter that this node has booked in advance and not used yet, and until when a refusal of the server holds. Changed by
/// compare and exchange; never more is given out than was booked. A lease that runs out and is filled anew has a new term: what was taken in
/// one is not given back to another.
/// </summary>
internal sealed class Lease
{
    private const int UnitBits = 44;
    private const long UnitMask = (1L << UnitBits) - 1;
    private const int TermMask = (1 << (63 - UnitBits)) - 1;

    private static int _terms;

    // 19 bits of the term, 44 of the units.
    private long _state;
    private long _ends;
    private long _deniedUntil;
    private long _usedSince;
    private long _measured;
    private int _isFetching;
    private double _perSecond;

    /// <summary>When it was last asked for anything, nanoseconds.</summary>
    public long Touched { get; private set; }

    /// <summary>Units left to everybody when the server was last asked.</summary>
    public long RemainingBeyond { get; private set; }

    /// <summary>When the whole limit is there again, by the server's last word.</summary>
    public long ResetsAt { get; private set; }

    /// <summary>When a refused unit would be admitted, by the server's last word.</summary>
    public long RetryAt { get; private set; }

    /// <summary>End of the refusal that the server gave, 0 = none.</summary>
    public long DeniedUntil => Volatile.Read(ref _deniedUntil);

    /// <summary>Units that can be given out now.</summary>
    public long UnitsAt(long now) => now < Volatile.Read(ref _ends) ? Volatile.Read(ref _state) & UnitMask : 0;

    /// <summary>Takes units out; false when there are not enough, of a cost of 0 when there is none.</summary>
    /// <param name="cost">How many.</param>
    /// <param name="now">The time.</param>
    /// <param name="term">What they are of, for <see cref="GiveBack"/>; never 0.</param>
    public bool TryTake(long cost, long now, out long term)
    {
        Touched = now;
        term = 0;
        if (now >= Volatile.Read(ref _ends))
        {
            return false;
        }

        long state = Volatile.Read(ref _state);
        while ((state & UnitMask) >= Math.Max(1, cost))
        {
            long seen = Interlocked.CompareExchange(ref _state, state - cost, state);
            if (seen == state)
            {
                Interlocked.Add(ref _usedSince, cost);
                term = state >>> UnitBits;
                return true;
            }

            state = seen;
        }

        return false;
    }

    /// <summary>Puts units back that <see cref="TryTake"/> took for a request that was refused after all; those of an earlier term are lost.</summary>
    public void GiveBack(long cost, long term)
    {
        long state = Volatile.Read(ref _state);
        while (state >>> UnitBits == term)
        {
            long seen = Interlocked.CompareExchange(ref _state, state + cost, state);
            if (seen == state)
            {
                Interlocked.Add(ref _usedSince, -cost);
                return;
            }

            state = seen;
        }
    }

    /// <summary>Whether the caller is the one who fetches; then it ends with <see cref="EndFetch"/>.</summary>
    public bool TryBeginFetch() => Interlocked.Exchange(ref _isFetching, 1) == 0;

    /// <summary>The fetch is over, whatever came of it.</summary>
    public void EndFetch() => Volatile.Write(ref _isFetching, 0);

    /// <summary>
    /// How many units to book in advance: what the node uses up in a lease's time, at most <paramref name="most"/> and a quarter of what is
    /// left. Only for who fetches.
    /// </summary>
    public long NextShare(long now, double seconds, long most)
    {
        long elapsed = now - _measured;
        if (elapsed > 0)
        {
            double rate = Interlocked.Exchange(ref _usedSince, 0) * (double)LimitWindow.Second / elapsed;
            _perSecond = _measured == 0 ? 0 : (_perSecond + rate) / 2;
            _measured = now;
        }

        return Math.Clamp((long)(_perSecond * seconds), 0, Math.Min(most, Math.Max(0, RemainingBeyond / 4)));
    }

    /// <summary>The server has booked units; those of before are given up when their time is over.</summary>
    /// <param name="units">How many of them are for later.</param>
    /// <param name="remaining">Units left to everybody.</param>
    /// <param name="now">The time.</param>
    /// <param name="ends">When they are given up.</param>
    /// <param name="resets">When the whole limit is there again.</param>
    public void Add(long units, long remaining, long now, long ends, long resets)
    {
        RemainingBeyond = remaining;
        ResetsAt = resets;
        Volatile.Write(ref _deniedUntil, 0);
        if (units == 0)
        {
            return;
        }

        if (now >= Volatile.Read(ref _ends))
        {
            Volatile.Write(ref _state, NextTerm() << UnitBits);
        }

        Volatile.Write(ref _ends, ends);
        Interlocked.Add(ref _state, units);
    }

    /// <summary>The server has refused: holds until <paramref name="until"/>, and there is a unit again at <paramref name="retryAt"/>.</summary>
    public void Deny(long until, long retryAt)
    {
        RetryAt = retryAt;
        RemainingBeyond = 0;
        Volatile.Write(ref _deniedUntil, until);
    }

    /// <summary>Notes a cost that was taken at the server directly.</summary>
    public void NoteUse(long cost, long now)
    {
        Touched = now;
        Interlocked.Add(ref _usedSince, cost);
    }

    private static long NextTerm()
    {
        int term;
        do
        {
            term = Interlocked.Increment(ref _terms) & TermMask;
        }
        while (term == 0);
        return term;
    }
}
