using System.Globalization;
using System.Text.Json.Nodes;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Types of plain YAML scalars as Kong's parser (lyaml, YAML 1.1) gives them: yes/no/on/off are booleans, <c>012</c> is octal,
/// <c>1:30</c> is sexagesimal, underscores may separate digits. Not-a-number and infinity stay text: JSON cannot hold them.
/// </summary>
internal static class YamlScalars
{
    public static JsonNode? Parse(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        // Most scalars are words that can be nothing but text: the first letter tells.
        char first = text[0];
        if (char.IsAsciiDigit(first) || first is '+' or '-' or '.' or '_')
        {
            return Number(text) ?? JsonValue.Create(text);
        }

        return text switch
        {
            "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => JsonValue.Create(true),
            "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => JsonValue.Create(false),
            _ => JsonValue.Create(text),
        };
    }

    /// <summary>A number in one of YAML 1.1's spellings, else null.</summary>
    public static JsonNode? Number(string text)
    {
        bool isNegative = text[0] == '-';
        var digits = text.AsSpan(text[0] is '+' or '-' ? 1 : 0);
        if (digits.IsEmpty)
        {
            return null;
        }

        if (digits.Contains(':'))
        {
            return Sexagesimal(digits, isNegative);
        }

        string plain = digits.Contains('_') ? digits.ToString().Replace("_", "", StringComparison.Ordinal) : digits.ToString();
        if (plain.Length == 0)
        {
            return null;
        }

        if (plain.Length > 2 && plain[0] == '0' && plain[1] is 'x' or 'b')
        {
            return WithBase(plain[2..], plain[1] == 'x' ? 16 : 2, isNegative);
        }

        if (plain.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0)
        {
            bool isOctal = plain.Length > 1 && plain[0] == '0' && plain.AsSpan().IndexOfAnyExceptInRange('0', '7') < 0;
            return isOctal ? WithBase(plain, 8, isNegative) : Whole(plain, isNegative);
        }

        return Fraction(plain, isNegative);
    }

    private static JsonValue? Whole(string digits, bool isNegative)
    {
        if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long value))
        {
            return JsonValue.Create(isNegative ? -value : value);
        }

        return Fraction(digits, isNegative);
    }

    private static JsonValue? Fraction(string digits, bool isNegative)
    {
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(digits, Style, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? JsonValue.Create(isNegative ? -value : value)
            : null;
    }

    private static JsonValue? WithBase(string digits, int radix, bool isNegative)
    {
        long value = 0;
        foreach (char c in digits)
        {
            int digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix || value > (long.MaxValue - digit) / radix)
            {
                return null;
            }

            value = (value * radix) + digit;
        }

        return JsonValue.Create(isNegative ? -value : value);
    }

    private static JsonValue? Sexagesimal(ReadOnlySpan<char> digits, bool isNegative)
    {
        long value = 0;
        bool isFirst = true;
        foreach (var range in digits.Split(':'))
        {
            var part = digits[range];
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                || (!isFirst && (part.Length > 2 || number > 59)) || value > long.MaxValue / 120)
            {
                return null;
            }

            value = (value * 60) + number;
            isFirst = false;
        }

        return JsonValue.Create(isNegative ? -value : value);
    }
}
