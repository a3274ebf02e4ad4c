using System.Buffers.Text;
using System.Globalization;

namespace Gatehouse.Core.Expressions.Values;

/// <summary>Conversions from and to text: what <c>string()</c>, <c>int()</c> and <c>double()</c> do.</summary>
internal static class ValueText
{
    private const int LongestNumber = 32;

    /// <summary>CEL's <c>string()</c>.</summary>
    public static ExpressionValue ToText(scoped in ExpressionValue value, scoped ref ExpressionScratch scratch)
    {
        switch (value.Kind)
        {
            case ExpressionKind.String:
                return value;
            case ExpressionKind.Bool:
                return ExpressionValue.Text(value.IsTrue ? "true"u8 : "false"u8);
            case ExpressionKind.Int or ExpressionKind.Double or ExpressionKind.Timestamp or ExpressionKind.Duration:
                return scratch.TryTake(LongestNumber, out var memory)
                    ? ExpressionValue.Text(memory[..Write(value, memory)])
                    : ExpressionValue.Fault(ExpressionFault.Budget);
            default:
                return value.AsFault();
        }
    }

    /// <summary>CEL's <c>int()</c>: doubles lose their fraction, timestamps are seconds since 1970.</summary>
    public static ExpressionValue ToInt(scoped in ExpressionValue value)
    {
        switch (value.Kind)
        {
            case ExpressionKind.Int:
                return value;
            case ExpressionKind.Double:
                double number = Math.Truncate(value.AsDouble);
                return number is >= -9223372036854775808.0 and < 9223372036854775808.0
                    ? ExpressionValue.Int((long)number)
                    : ExpressionValue.Fault(ExpressionFault.Overflow);
            case ExpressionKind.Timestamp:
                long since = value.Number - DateTime.UnixEpoch.Ticks;
                return ExpressionValue.Int((since / TimeSpan.TicksPerSecond) - (since % TimeSpan.TicksPerSecond < 0 ? 1 : 0));
            case ExpressionKind.String:
                return Utf8Parser.TryParse(value.Bytes, out long whole, out int taken) && taken == value.Bytes.Length
                    ? ExpressionValue.Int(whole)
                    : ExpressionValue.Fault(ExpressionFault.Format);
            default:
                return value.AsFault();
        }
    }

    /// <summary>CEL's <c>double()</c>.</summary>
    public static ExpressionValue ToDouble(scoped in ExpressionValue value)
    {
        switch (value.Kind)
        {
            case ExpressionKind.Double:
                return value;
            case ExpressionKind.Int:
                return ExpressionValue.Double(value.Number);
            case ExpressionKind.String:
                return Utf8Parser.TryParse(value.Bytes, out double number, out int taken) && taken == value.Bytes.Length
                    ? ExpressionValue.Double(number)
                    : ExpressionValue.Fault(ExpressionFault.Format);
            default:
                return value.AsFault();
        }
    }

    private static int Write(scoped in ExpressionValue value, Span<byte> target)
    {
        int length;
        switch (value.Kind)
        {
            case ExpressionKind.Int:
                Utf8Formatter.TryFormat(value.Number, target, out length);
                return length;
            case ExpressionKind.Timestamp:
                return TimestampText.Write(value.Number, target);
            case ExpressionKind.Duration:
                return DurationText.Write(value.Number, target);
            default:
                value.AsDouble.TryFormat(target, out length, "R", CultureInfo.InvariantCulture);
                target[..length].Replace((byte)'E', (byte)'e');
                return length;
        }
    }
}
