namespace Gatehouse.Gateway.Limits.Shared;

/// <summary>
/// The time that nodes share: that of their own monotonic clock, shifted once to the clock of the server. Whoever sets a clock afterwards, the
/// node's or the server's, moves nothing; a drift of up to a quarter of a second is followed.
/// </summary>
internal sealed class SharedClock(LimitClock clock)
{
    /// <summary>Where shared time begins: 2026-01-01 UTC, so that the script's numbers stay small enough to be exact for years.</summary>
    public static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Greatest difference that is taken for drift and followed, nanoseconds.</summary>
    private const long Drift = 250_000_000;

    private static readonly long EpochNanoseconds = (Epoch - DateTimeOffset.UnixEpoch).Ticks * 100;

    private long _shift;
    private int _isSet;

    /// <summary>Whether the server's time was learnt; until then it is the node's own.</summary>
    public bool IsSet => Volatile.Read(ref _isSet) != 0;

    /// <summary>Nanoseconds since the Unix epoch.</summary>
    public long Calendar => clock.ToCalendar(clock.Now) + Volatile.Read(ref _shift);

    /// <summary>Nanoseconds of the node's clock, for <see cref="Learn"/>.</summary>
    public long Now => clock.Now;

    /// <summary>Microseconds since <see cref="Epoch"/> of a calendar time.</summary>
    public static long ToShared(long calendar) => (calendar - EpochNanoseconds) / 1000;

    /// <summary>Takes in the server's time.</summary>
    /// <param name="server">Nanoseconds since the Unix epoch, by the server.</param>
    /// <param name="sent">When it was asked, by <see cref="Now"/>.</param>
    /// <param name="received">When it answered.</param>
    /// <returns>False when the server's clock has jumped: then nothing changes.</returns>
    public bool Learn(long server, long sent, long received)
    {
        long shift = server - clock.ToCalendar(sent + ((received - sent) / 2));
        if (Interlocked.Exchange(ref _isSet, 1) == 0)
        {
            Volatile.Write(ref _shift, shift);
            return true;
        }

        long difference = shift - Volatile.Read(ref _shift);
        if (Math.Abs(difference) > Drift)
        {
            return false;
        }

        // By an eighth: one slow answer must not move it.
        Interlocked.Add(ref _shift, difference / 8);
        return true;
    }
}
