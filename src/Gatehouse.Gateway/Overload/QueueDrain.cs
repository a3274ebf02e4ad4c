namespace Gatehouse.Gateway.Overload;

/// <summary>
/// The time after a limit was lowered below what is in flight. Until that is served nobody would be let in, the highest priority as little as
/// the lowest: so ceilings of higher ones do not fall with the limit, but only as fast as the queue does while it is partly refilled.
/// </summary>
/// <param name="ticksPerSecond">Of the timestamps.</param>
internal sealed class QueueDrain(double ticksPerSecond)
{
    /// <summary>Part of its rate by which the queue becomes shorter at least; by the rest it may be refilled.</summary>
    private const double Share = 0.75;

    /// <summary>Most seconds of one.</summary>
    private const double Longest = 1;

    private long _over;
    private long _ticks = 1;
    private long _ends;

    /// <summary>Whether one may be under way.</summary>
    public bool IsOn => Volatile.Read(ref _ends) != 0;

    /// <summary>Begins one; one caller at a time.</summary>
    /// <param name="now">Timestamp.</param>
    /// <param name="over">Requests in flight above the new limit.</param>
    /// <param name="rate">Answers per second.</param>
    public void Begin(long now, int over, double rate)
    {
        if (over > 0 && rate > 0)
        {
            long ticks = Math.Max(1, (long)(Math.Min(over / (rate * Share), Longest) * ticksPerSecond));
            Volatile.Write(ref _over, over);
            Volatile.Write(ref _ticks, ticks);
            Volatile.Write(ref _ends, now + ticks);
        }
    }

    /// <summary>Places above the ceiling of a higher priority.</summary>
    public int RoomAt(long now)
    {
        long left = Volatile.Read(ref _ends) - now;
        if (left <= 0)
        {
            Volatile.Write(ref _ends, 0);
            return 0;
        }

        // Another may begin in between: never more than what one of them allows.
        return (int)(Volatile.Read(ref _over) * Math.Min(1, (double)left / Volatile.Read(ref _ticks)));
    }
}
