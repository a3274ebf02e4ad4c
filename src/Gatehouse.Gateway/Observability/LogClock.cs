namespace Gatehouse.Gateway.Observability;

/// <summary>
/// Turns moments of an exchange into wall time without asking for the wall time on every request: both clocks are compared
/// once a second.
/// </summary>
internal sealed class LogClock(TimeProvider time)
{
    private readonly long _frequency = time.TimestampFrequency;
    private volatile Anchor _anchor = new(0, 0, false);

    /// <summary>Now, in ticks of the monotonic clock.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>Microseconds between two moments; 0 when one of them was not reached.</summary>
    public long Microseconds(long from, long to)
        => from == 0 || to <= from ? 0 : _frequency == 1_000_000_000 ? (to - from) / 1000 : Scale(to - from, 1_000_000);

    /// <summary>Wall time of a moment, unix milliseconds.</summary>
    public long UnixMilliseconds(long timestamp)
    {
        var anchor = _anchor;
        if (!anchor.IsSet || timestamp - anchor.Timestamp > _frequency || timestamp < anchor.Timestamp - _frequency)
        {
            anchor = new Anchor(time.GetTimestamp(), time.GetUtcNow().ToUnixTimeMilliseconds(), true);
            _anchor = anchor;
        }

        return anchor.UnixMilliseconds + Scale(timestamp - anchor.Timestamp, 1000);
    }

    /// <summary>In 64 bits: the whole seconds and the rest apart, so that nothing overflows.</summary>
    private long Scale(long ticks, long perSecond)
    {
        var (seconds, rest) = Math.DivRem(ticks, _frequency);
        return (seconds * perSecond) + (rest * perSecond / _frequency);
    }

    private sealed record Anchor(long Timestamp, long UnixMilliseconds, bool IsSet);
}
