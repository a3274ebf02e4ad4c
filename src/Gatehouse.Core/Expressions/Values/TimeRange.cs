namespace Gatehouse.Core.Expressions.Values;

/// <summary>Ranges of CEL's times: timestamps from year 1 to 9999, durations of ±315,576,000,000 seconds.</summary>
internal static class TimeRange
{
    private const long MaxDuration = 315_576_000_000 * TimeSpan.TicksPerSecond;

    public static bool IsTimestamp(Int128 ticks) => ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;

    public static bool IsDuration(Int128 ticks) => ticks >= -MaxDuration && ticks <= MaxDuration;

    /// <summary>The value, or an overflow.</summary>
    public static ExpressionValue Timestamp(Int128 ticks)
        => IsTimestamp(ticks) ? ExpressionValue.Ticks(ExpressionKind.Timestamp, (long)ticks) : ExpressionValue.Fault(ExpressionFault.Overflow);

    /// <inheritdoc cref="Timestamp"/>
    public static ExpressionValue Duration(Int128 ticks)
        => IsDuration(ticks) ? ExpressionValue.Ticks(ExpressionKind.Duration, (long)ticks) : ExpressionValue.Fault(ExpressionFault.Overflow);
}
