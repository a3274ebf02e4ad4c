namespace Gatehouse.Gateway.Tests.Limits;

/// <summary>A clock to the nanosecond whose wall clock can be set.</summary>
internal sealed class SettableClock : TimeProvider
{
    public DateTimeOffset Wall { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public long Elapsed { get; set; }

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => Elapsed;

    public override DateTimeOffset GetUtcNow() => Wall;
}
