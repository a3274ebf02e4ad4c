namespace Gatehouse.Ai.Selection;

/// <summary>How many in the last minute, in steps of five seconds: never fewer than there were. Lock-free.</summary>
internal sealed class MinuteWindow(TimeProvider time)
{
    private const int Steps = 13;

    private readonly long[] _counts = new long[Steps];
    private long _step = -1;
    private long _total;

    /// <summary>The count.</summary>
    public long Count
    {
        get
        {
            Advance();
            return Math.Max(0, Interlocked.Read(ref _total));
        }
    }

    /// <summary>Adds if the sum stays within the limit.</summary>
    public bool TryAdd(long amount, long most)
    {
        Advance();
        if (Interlocked.Add(ref _total, amount) > most)
        {
            Interlocked.Add(ref _total, -amount);
            return false;
        }

        Interlocked.Add(ref _counts[Current], amount);
        return true;
    }

    /// <summary>Adds, or takes away what was too much.</summary>
    public void Add(long amount)
    {
        Advance();
        Interlocked.Add(ref _total, amount);
        Interlocked.Add(ref _counts[Current], amount);
    }

    private int Current => (int)(Math.Max(0, Volatile.Read(ref _step)) % Steps);

    private void Advance()
    {
        long now = (long)(time.GetElapsedTime(0).TotalSeconds / 5);
        long known = Volatile.Read(ref _step);
        if (known >= now || Interlocked.CompareExchange(ref _step, now, known) != known)
        {
            return;
        }

        // Only the one who moved the window on clears what has fallen out of it.
        for (long step = Math.Max(Math.Max(known + 1, 0), now - Steps + 1); step <= now; step++)
        {
            Interlocked.Add(ref _total, -Interlocked.Exchange(ref _counts[step % Steps], 0));
        }
    }
}
