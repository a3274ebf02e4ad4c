namespace Gatehouse.Gateway.Limits;

/// <summary>
/// Time of the limiters: monotonic, so that whoever sets the wall clock neither opens nor closes a gate. The calendar is read once, when
/// the clock is made, and goes on with the monotonic clock from there: after a correction of the wall clock windows begin that much early
/// or late until the program starts anew.
/// </summary>
internal sealed class LimitClock
{
    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly long _frequency;
    private readonly long _calendar;

    public LimitClock(TimeProvider time)
    {
        _time = time;
        _frequency = time.TimestampFrequency;
        _origin = time.GetTimestamp();
        _calendar = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
    }

    /// <summary>Nanoseconds since the clock was made, from 1 on: a time of 0 is before all others.</summary>
    public long Now
    {
        get
        {
            long elapsed = _time.GetTimestamp() - _origin;
            return 1 + (_frequency == LimitWindow.Second ? elapsed : (long)((Int128)elapsed * LimitWindow.Second / _frequency));
        }
    }

    /// <summary>A moment of <see cref="Now"/> in nanoseconds since the Unix epoch.</summary>
    public long ToCalendar(long now) => _calendar + now;
}
