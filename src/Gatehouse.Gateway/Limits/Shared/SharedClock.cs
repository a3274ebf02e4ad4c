namespace Gatehouse.Gateway.Limits.Shared;

/// <summary>
/// The time that nodes share: that of their own monotonic clock, shifted once to the clock of the server. Whoever sets a clock afterwards, the
/// node's or the server's, moves nothing; a drift of up to a quarter of a second is followed.
/// </summary>
/// <remarks>
/// An answer is as good as it was quick: the server may have looked at its clock at any moment between question and answer. A better one
/// replaces a worse one; a worse one is heeded only when the clocks may have drifted further apart since.
/// </remarks>
internal sealed class SharedClock(LimitClock clock)
{
    /// <summary>Where shared time begins: 2026-01-01 UTC, so that the script's numbers stay small enough to be exact for years.</summary>
    public static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Greatest difference that is taken for drift and followed, nanoseconds.</summary>
    private const long Drift = 250_000_000;

    /// <summary>Greatest doubt that is good enough, nanoseconds: by as much an interval may be judged too short or too long.</summary>
    private const long Close = 1_000_000;

    /// <summary>By one in so many the clocks of two machines may differ: 100 parts in a million.</summary>
    private const long DriftPart = 10_000;

    private static readonly long EpochNanoseconds = (Epoch - DateTimeOffset.UnixEpoch).Ticks * 100;

    private long _shift;
    private long _doubt = long.MaxValue;
    private long _learntAt;
    private int _isSet;

    /// <summary>Whether the server's time was learnt; until then it is the node's own.</summary>
    public bool IsSet => Volatile.Read(ref _isSet) != 0;

    /// <summary>Whether it is known to a millisecond.</summary>
    public bool IsClose => Volatile.Read(ref _doubt) <= Close;

    /// <summary>Nanoseconds since the Unix epoch.</summary>
    public long Calendar => clock.ToCalendar(clock.Now) + Volatile.Read(ref _shift);

    /// <summary>Nanoseconds of the node's clock, for <see cref="Learn"/>.</summary>
    public long Now => clock.Now;

    /// <summary>Microseconds since <see cref="Epoch"/> of a calendar time.</summary>
    public static long ToShared(long calendar) => (calendar - EpochNanoseconds) / 1000;

    /// <summary>Takes in the server's time; one caller at a time.</summary>
    /// <param name="server">Nanoseconds since the Unix epoch, by the server.</param>
    /// <param name="sent">When it was asked, by <see cref="Now"/>.</param>
    /// <param name="received">When it answered.</param>
    /// <returns>False when the server's clock has jumped: then nothing changes.</returns>
    public bool Learn(long server, long sent, long received)
    {
        long doubt = (received - sent) / 2;
        long shift = server - clock.ToCalendar(sent + doubt);
        if (IsSet && Math.Abs(shift - _shift) > Drift)
        {
            return false;
        }

        if (!IsSet || doubt <= _doubt + ((received - _learntAt) / DriftPart))
        {
            _learntAt = received;
            Volatile.Write(ref _shift, shift);
            Volatile.Write(ref _doubt, doubt);
            Volatile.Write(ref _isSet, 1);
        }

        return true;
    }
}
