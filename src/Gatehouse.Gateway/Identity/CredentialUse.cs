namespace Gatehouse.Gateway.Identity;

/// <summary>When a credential was last used, to the minute. Written at most once a minute; any loop may write, the last wins.</summary>
internal sealed class CredentialUse
{
    private long _minute;
    private long _reported;
    private long _noted;

    /// <summary>Unix seconds of the last use, a multiple of 60; 0 = never.</summary>
    public long LastUsed => Volatile.Read(ref _minute) * 60;

    /// <summary>
    /// Whether a use at that moment of the steady clock is to be noted: not within a second of the one that was, so that most requests
    /// need not ask for the wall time.
    /// </summary>
    public bool IsNoteDue(long timestamp, long frequency)
    {
        long noted = Volatile.Read(ref _noted);
        if (noted != 0 && Math.Abs(timestamp - noted) < frequency)
        {
            return false;
        }

        Volatile.Write(ref _noted, timestamp);
        return true;
    }

    /// <summary>Notes a use.</summary>
    public void Note(long unixSeconds)
    {
        long minute = unixSeconds / 60;
        if (Volatile.Read(ref _minute) < minute)
        {
            Volatile.Write(ref _minute, minute);
        }
    }

    /// <summary>Whether something about this use is to be reported now: at most once in <paramref name="interval"/> seconds.</summary>
    public bool IsReportDue(long unixSeconds, long interval)
    {
        long last = Volatile.Read(ref _reported);
        return unixSeconds - last >= interval && Interlocked.CompareExchange(ref _reported, unixSeconds, last) == last;
    }
}
