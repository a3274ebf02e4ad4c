using System.Buffers.Text;

namespace Gatehouse.Core.Expressions.Values;

/// <summary>Durations as text: numbers with units, <c>1h30m</c>, <c>-1.5s</c>, <c>250ms</c>, <c>0</c>.</summary>
internal static class DurationText
{
    /// <summary>Longest text that <see cref="Write"/> makes.</summary>
    public const int MaxLength = 24;

    /// <summary>Reads a duration; parts below 100 ns are cut off.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        bool isNegative = text.StartsWith("-"u8);
        text = isNegative || text.StartsWith("+"u8) ? text[1..] : text;
        if (text.SequenceEqual("0"u8))
        {
            return true;
        }

        if (text.IsEmpty)
        {
            return false;
        }

        Int128 total = 0;
        while (!text.IsEmpty)
        {
            if (!TryPart(ref text, out Int128 part))
            {
                return false;
            }

            total += part;
            if (!TimeRange.IsDuration(total))
            {
                return false;
            }
        }

        ticks = (long)(isNegative ? -total : total);
        return true;
    }

    /// <summary>Writes seconds, as CEL does: <c>5400s</c>, <c>-1.5s</c>.</summary>
    public static int Write(long ticks, Span<byte> target)
    {
        int at = 0;
        if (ticks < 0)
        {
            target[at++] = (byte)'-';
            ticks = -ticks;
        }

        Utf8Formatter.TryFormat(ticks / TimeSpan.TicksPerSecond, target[at..], out int written);
        at += written;
        long fraction = ticks % TimeSpan.TicksPerSecond;
        if (fraction != 0)
        {
            target[at++] = (byte)'.';
            Utf8Formatter.TryFormat(fraction, target[at..], out written, new System.Buffers.StandardFormat('D', 7));
            at += target.Slice(at, written).TrimEnd((byte)'0').Length;
        }

        target[at++] = (byte)'s';
        return at;
    }

    private static bool TryPart(ref ReadOnlySpan<byte> text, out Int128 ticks)
    {
        ticks = 0;
        int whole = LengthOfDigits(text);
        int fraction = whole < text.Length && text[whole] == '.' ? LengthOfDigits(text[(whole + 1)..]) : 0;
        int length = whole < text.Length && text[whole] == '.' ? whole + 1 + fraction : whole;
        if (whole > 12 || fraction > 9 || whole + fraction == 0 || !TryUnit(text[length..], out int unitLength, out long nanoseconds))
        {
            return false;
        }

        Int128 digits = 0;
        foreach (byte b in text[..length])
        {
            digits = b == '.' ? digits : (digits * 10) + (b - '0');
        }

        // A tick is 100 ns; the digits are scaled up by those of the fraction.
        Int128 scale = 100;
        for (int i = 0; i < fraction; i++)
        {
            scale *= 10;
        }

        ticks = digits * nanoseconds / scale;
        text = text[(length + unitLength)..];
        return true;
    }

    private static bool TryUnit(ReadOnlySpan<byte> text, out int length, out long nanoseconds)
    {
        (length, nanoseconds) = text switch
        {
            [(byte)'n', (byte)'s', ..] => (2, 1L),
            [(byte)'u', (byte)'s', ..] => (2, 1_000L),
            [(byte)'m', (byte)'s', ..] => (2, 1_000_000L),
            [(byte)'s', ..] => (1, 1_000_000_000L),
            [(byte)'m', ..] => (1, 60_000_000_000L),
            [(byte)'h', ..] => (1, 3_600_000_000_000L),
            _ => (0, 0L),
        };
        return length > 0;
    }

    private static int LengthOfDigits(ReadOnlySpan<byte> text)
    {
        int length = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return length < 0 ? text.Length : length;
    }
}
