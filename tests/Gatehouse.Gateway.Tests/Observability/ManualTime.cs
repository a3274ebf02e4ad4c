namespace Gatehouse.Gateway.Tests.Observability;

/// <summary>A clock that stands still; timestamps are nanoseconds.</summary>
internal sealed class ManualTime : TimeProvider
{
    public long Nanoseconds { get; set; } = 5_000_000_000;

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => Nanoseconds;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000 + (Nanoseconds / 1_000_000));

    public static long At(double milliseconds) => 5_000_000_000 + (long)(milliseconds * 1_000_000);
}
