using System.Globalization;
using System.Text;

namespace Gatehouse.Core.Expressions.Syntax;

/// <summary>Reads a string literal: single, double or triple quotes, raw or with escapes (CEL language definition, "String and Bytes Values").</summary>
internal readonly ref struct StringLiteral(string text, int start)
{
    /// <summary>The UTF-8 bytes of the literal; <paramref name="end"/> is behind it.</summary>
    public byte[] Read(out int end)
    {
        bool isRaw = text[start] is 'r' or 'R';
        int at = isRaw ? start + 1 : start;
        char quote = text[at];
        string triple = new(quote, 3);
        bool isTriple = text.AsSpan(at).StartsWith(triple);
        at += isTriple ? 3 : 1;
        var result = new StringBuilder();
        while (true)
        {
            if (at >= text.Length || (!isTriple && text[at] is '\n' or '\r'))
            {
                throw new ExpressionSyntaxException($"the string lacks its closing {(isTriple ? triple : quote)}", start);
            }

            if (text[at] == quote && (!isTriple || text.AsSpan(at).StartsWith(triple)))
            {
                end = at + (isTriple ? 3 : 1);
                return Encode(result.ToString());
            }

            if (text[at] == '\\' && !isRaw)
            {
                at = Escape(at, result);
            }
            else
            {
                result.Append(text[at++]);
            }
        }
    }

    private byte[] Encode(string value)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(value);
        }
        catch (EncoderFallbackException)
        {
            throw new ExpressionSyntaxException("the string holds half of a surrogate pair", start);
        }
    }

    /// <summary>Appends what the escape at the position means; returns the position behind it.</summary>
    private int Escape(int at, StringBuilder result)
    {
        char c = at + 1 < text.Length ? text[at + 1] : '\0';
        int simple = "abfnrtv\\?\"'`".IndexOf(c, StringComparison.Ordinal);
        if (simple >= 0 && c != '\0')
        {
            result.Append("\a\b\f\n\r\t\v\\?\"'`"[simple]);
            return at + 2;
        }

        return c switch
        {
            'x' or 'X' => CodePoint(at, at + 2, 2, NumberStyles.AllowHexSpecifier, result),
            'u' => CodePoint(at, at + 2, 4, NumberStyles.AllowHexSpecifier, result),
            'U' => CodePoint(at, at + 2, 8, NumberStyles.AllowHexSpecifier, result),
            >= '0' and <= '3' => Octal(at, result),
            _ => throw new ExpressionSyntaxException("unknown escape; write a backslash as \\\\ or the string as r\"…\"", at),
        };
    }

    private int CodePoint(int at, int digits, int count, NumberStyles style, StringBuilder result)
    {
        if (digits + count > text.Length
            || !uint.TryParse(text.AsSpan(digits, count), style, CultureInfo.InvariantCulture, out uint value)
            || value > 0x10ffff)
        {
            throw new ExpressionSyntaxException($"expected {count} hexadecimal digits of a code point", at);
        }

        // Halves of surrogate pairs may be written as two escapes: only the whole string shows whether they fit.
        _ = value > 0xffff ? result.Append(char.ConvertFromUtf32((int)value)) : result.Append((char)value);
        return digits + count;
    }

    private int Octal(int at, StringBuilder result)
    {
        int value = 0;
        for (int i = 1; i <= 3; i++)
        {
            if (at + i >= text.Length || text[at + i] is < '0' or > '7')
            {
                throw new ExpressionSyntaxException("expected three octal digits, 000 to 377", at);
            }

            value = (value * 8) + text[at + i] - '0';
        }

        result.Append((char)value);
        return at + 4;
    }
}
