using Gatehouse.Core.Expressions.Values;

namespace Gatehouse.Core.Expressions.Nodes;

/// <summary><c>getHours()</c> and its siblings.</summary>
/// <param name="operand">A timestamp or a duration.</param>
/// <param name="part">The part.</param>
/// <param name="offset">Time zone of a timestamp, ticks east of UTC.</param>
internal sealed class TimePartNode(ExpressionNode operand, TimePart part, long offset) : ExpressionNode(ExpressionType.Int)
{
    /// <summary>Whether durations have the part.</summary>
    public static bool IsOfDurations(TimePart part) => part >= TimePart.Hours;

    /// <inheritdoc/>
    public override ExpressionValue Evaluate(scoped ref Evaluation evaluation)
    {
        var value = operand.Evaluate(ref evaluation);
        if (value.Kind == ExpressionKind.Duration && IsOfDurations(part) && offset == 0)
        {
            return ExpressionValue.Int(part switch
            {
                TimePart.Hours => value.Number / TimeSpan.TicksPerHour,
                TimePart.Minutes => value.Number / TimeSpan.TicksPerMinute,
                TimePart.Seconds => value.Number / TimeSpan.TicksPerSecond,
                _ => value.Number / TimeSpan.TicksPerMillisecond % 1000,
            });
        }

        if (value.Kind != ExpressionKind.Timestamp)
        {
            return value.AsFault();
        }

        long ticks = value.Number + offset;
        return TimeRange.IsTimestamp(ticks) ? ExpressionValue.Int(Of(new DateTime(ticks, DateTimeKind.Utc))) : ExpressionValue.Fault(ExpressionFault.Overflow);
    }

    private int Of(DateTime moment) => part switch
    {
        TimePart.FullYear => moment.Year,
        TimePart.Month => moment.Month - 1,
        TimePart.Date => moment.Day,
        TimePart.DayOfMonth => moment.Day - 1,
        TimePart.DayOfWeek => (int)moment.DayOfWeek,
        TimePart.DayOfYear => moment.DayOfYear - 1,
        TimePart.Hours => moment.Hour,
        TimePart.Minutes => moment.Minute,
        TimePart.Seconds => moment.Second,
        _ => moment.Millisecond,
    };
}
