namespace Gatehouse.Gateway.Limits.Local;

/// <summary>The times of a sliding window's groups: those in its cell, or in the array that takes their place once they do not suffice.</summary>
internal readonly ref struct SlidingLog
{
    private readonly Span<long> _times;

    public SlidingLog(ref LimitCell cell, long[]? log, LimitRule rule)
        => _times = log ?? System.Runtime.InteropServices.MemoryMarshal.CreateSpan(
            ref cell.Time0, Math.Min(LimitCell.InlineTimes, rule.Groups));

    /// <summary>Groups there is room for.</summary>
    public int Length => _times.Length;

    /// <summary>Time of the newest unit of a group; 0 = there was none.</summary>
    public long this[long ordinal] => Volatile.Read(ref _times[(int)(ordinal % _times.Length)]);

    /// <summary>Makes a group as new as <paramref name="now"/>, never older.</summary>
    public void Raise(long ordinal, long now)
    {
        ref long time = ref _times[(int)(ordinal % _times.Length)];
        long seen = Volatile.Read(ref time);
        while (seen < now)
        {
            long before = Interlocked.CompareExchange(ref time, now, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    /// <summary>Groups behind the newest that are still in the window, counted from the newest on.</summary>
    public int CountLive(long head, long edge)
    {
        // Times go up with the ordinals, but for races of a few nanoseconds: halving finds the oldest that counts.
        long low = Math.Max(0, head - Length + 1), high = head;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (this[middle] >= edge)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return (int)(head - low);
    }

    /// <summary>The times, oldest first, of the groups up to <paramref name="head"/>.</summary>
    public void CopyTo(long head, Span<long> times)
    {
        for (int i = 0; i < Length; i++)
        {
            long ordinal = head - Length + 1 + i;
            times[i] = ordinal < 0 ? 0 : this[ordinal];
        }
    }

    /// <summary>Puts times in, the last one as that of <paramref name="head"/>.</summary>
    public void Fill(long head, ReadOnlySpan<long> times)
    {
        for (int i = 0; i < times.Length; i++)
        {
            _times[(int)((head - times.Length + 1 + i) % _times.Length)] = times[i];
        }
    }
}
