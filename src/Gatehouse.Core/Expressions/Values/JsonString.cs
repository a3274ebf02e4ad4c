using System.Buffers.Text;
using System.Text;

namespace Gatehouse.Core.Expressions.Values;

/// <summary>JSON string literals (RFC 8259 §7): most have no escape and are used where they stand.</summary>
internal static class JsonString
{
    /// <summary>Length of the literal that the text starts with, quotes included; −1 when it does not end.</summary>
    public static int LengthOf(ReadOnlySpan<byte> json)
    {
        int at = 1;
        while (true)
        {
            int next = at > json.Length ? -1 : json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (json[at] == '"')
            {
                return at + 1;
            }

            at += 2;
        }
    }

    /// <summary>The string of a literal.</summary>
    public static ExpressionValue Read(ReadOnlySpan<byte> literal, scoped ref ExpressionScratch scratch)
    {
        if (LengthOf(literal) != literal.Length)
        {
            return ExpressionValue.Fault(ExpressionFault.Format);
        }

        var inner = literal[1..^1];
        if (!inner.Contains((byte)'\\'))
        {
            return ExpressionValue.Text(inner);
        }

        if (!scratch.TryTake(inner.Length, out var memory))
        {
            return ExpressionValue.Fault(ExpressionFault.Budget);
        }

        int length = Unescape(inner, memory);
        return length < 0 ? ExpressionValue.Fault(ExpressionFault.Format) : ExpressionValue.Text(memory[..length]);
    }

    /// <summary>Whether a literal means a text.</summary>
    public static bool Equals(ReadOnlySpan<byte> literal, ReadOnlySpan<byte> text, scoped ref ExpressionScratch scratch)
    {
        var inner = literal[1..^1];
        if (!inner.Contains((byte)'\\'))
        {
            return inner.SequenceEqual(text);
        }

        int mark = scratch.Mark;
        var value = Read(literal, ref scratch);
        scratch.Release(mark);
        return value.Kind == ExpressionKind.String && value.Bytes.SequenceEqual(text);
    }

    /// <summary>Writes what the escapes mean; the result is never longer than the source. −1 when one is malformed.</summary>
    private static int Unescape(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int written = 0;
        for (int i = 0; i < source.Length; i++)
        {
            if (source[i] != '\\')
            {
                target[written++] = source[i];
                continue;
            }

            i++;
            int simple = "\"\\/bfnrt"u8.IndexOf(source[i]);
            if (simple >= 0)
            {
                target[written++] = "\"\\/\b\f\n\r\t"u8[simple];
                continue;
            }

            if (source[i] != 'u' || !TryUnit(source, i + 1, out int unit))
            {
                return -1;
            }

            i += 4;
            if (char.IsHighSurrogate((char)unit))
            {
                if (i + 2 >= source.Length || source[i + 1] != '\\' || source[i + 2] != 'u'
                    || !TryUnit(source, i + 3, out int low) || !char.IsLowSurrogate((char)low))
                {
                    return -1;
                }

                unit = char.ConvertToUtf32((char)unit, (char)low);
                i += 6;
            }

            if (!Rune.TryCreate(unit, out var rune))
            {
                return -1;
            }

            written += rune.EncodeToUtf8(target[written..]);
        }

        return written;
    }

    private static bool TryUnit(ReadOnlySpan<byte> source, int at, out int unit)
    {
        unit = 0;
        return at + 4 <= source.Length && Utf8Parser.TryParse(source.Slice(at, 4), out unit, out int taken, 'x') && taken == 4;
    }
}
