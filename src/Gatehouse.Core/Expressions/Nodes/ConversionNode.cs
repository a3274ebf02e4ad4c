using Gatehouse.Core.Expressions.Values;

namespace Gatehouse.Core.Expressions.Nodes;

/// <summary><c>int() double() string() timestamp() duration() ip()</c>; <see cref="ExpressionNode.Type"/> is what it makes.</summary>
internal sealed class ConversionNode(ExpressionType type, ExpressionNode operand) : ExpressionNode(type)
{
    /// <summary>Whether there is a conversion between the types.</summary>
    public static bool Exists(ExpressionType from, ExpressionType to)
        => from.IsDyn || from == to || (from.Kind, to.Kind) switch
        {
            (ExpressionKind.Double or ExpressionKind.String or ExpressionKind.Timestamp, ExpressionKind.Int) => true,
            (ExpressionKind.Int or ExpressionKind.String, ExpressionKind.Double) => true,
            (ExpressionKind.Bool or ExpressionKind.Int or ExpressionKind.Double or ExpressionKind.Timestamp or ExpressionKind.Duration, ExpressionKind.String) => true,
            (ExpressionKind.Int or ExpressionKind.String, ExpressionKind.Timestamp) => true,
            (ExpressionKind.String, ExpressionKind.Duration or ExpressionKind.Ip) => true,
            _ => false,
        };

    /// <inheritdoc/>
    public override ExpressionValue Evaluate(scoped ref Evaluation evaluation)
    {
        var value = operand.Evaluate(ref evaluation);
        return Type.Kind switch
        {
            ExpressionKind.Int => ValueText.ToInt(value),
            ExpressionKind.Double => ValueText.ToDouble(value),
            ExpressionKind.String => ValueText.ToText(value, ref evaluation.Scratch),
            var kind when value.Kind == kind => value,
            ExpressionKind.Timestamp when value.Kind == ExpressionKind.Int =>
                TimeRange.Timestamp(((Int128)value.Number * TimeSpan.TicksPerSecond) + DateTime.UnixEpoch.Ticks),
            _ when value.Kind != ExpressionKind.String => value.AsFault(),
            ExpressionKind.Timestamp => TimestampText.TryParse(value.Bytes, out long moment)
                ? ExpressionValue.Ticks(ExpressionKind.Timestamp, moment)
                : ExpressionValue.Fault(ExpressionFault.Format),
            ExpressionKind.Duration => DurationText.TryParse(value.Bytes, out long span)
                ? ExpressionValue.Ticks(ExpressionKind.Duration, span)
                : ExpressionValue.Fault(ExpressionFault.Format),
            _ => AddressBytes.TryParse(value.Bytes, out var number, out bool isV6)
                ? ExpressionValue.Ip(number, isV6)
                : ExpressionValue.Fault(ExpressionFault.Format),
        };
    }
}
