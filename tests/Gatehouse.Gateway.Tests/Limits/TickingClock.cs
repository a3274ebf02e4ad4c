namespace Gatehouse.Gateway.Tests.Limits;

/// <summary>A clock that goes on by a step whenever somebody reads it: threads race, and ten seconds are over in one.</summary>
internal sealed class TickingClock(long stepNanoseconds) : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => 1_000_000_000;

    public long Elapsed => Volatile.Read(ref _now);

    public override long GetTimestamp() => Interlocked.Add(ref _now, stepNanoseconds);

    public override DateTimeOffset GetUtcNow() => new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
