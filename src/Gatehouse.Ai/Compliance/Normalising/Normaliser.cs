using System.Buffers;
using System.Globalization;

namespace Gatehouse.Ai.Compliance.Normalising;

/// <summary>
/// Writes a text as recognisers read it: compatibility forms, digits of other scripts and look-alike letters as ASCII, invisible characters
/// removed, escapes of JSON (also of JSON in JSON), HTML and addresses resolved. Plain ASCII is copied in whole runs.
/// </summary>
internal static class Normaliser
{
    private const int MaxWord = 32;

    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(1, 127).Select(i => (char)i).Where(c => c is not ('\\' or '%' or '&'))]);

    private static readonly Dictionary<string, string> Entities = new(StringComparer.OrdinalIgnoreCase)
    {
        ["amp"] = "&",
        ["lt"] = "<",
        ["gt"] = ">",
        ["quot"] = "\"",
        ["apos"] = "'",
        ["nbsp"] = " ",
        ["commat"] = "@",
        ["period"] = ".",
        ["num"] = "#",
        ["hyphen"] = "-",
        ["dash"] = "-",
        ["ndash"] = "-",
        ["mdash"] = "-",
        ["minus"] = "-",
        ["colon"] = ":",
        ["lowbar"] = "_",
        ["sol"] = "/",
        ["shy"] = "",
        ["Tab"] = " ",
        ["NewLine"] = "\n",
        ["zwnj"] = "",
        ["zwj"] = "",
        ["lpar"] = "(",
        ["rpar"] = ")",
        ["plus"] = "+",
        ["ensp"] = " ",
        ["emsp"] = " ",
        ["thinsp"] = " ",
    };

    public static void Normalise(ReadOnlySpan<char> text, NormalisedText output)
    {
        output.Reset(text.Length);
        var position = 0;
        while (position < text.Length)
        {
            var rest = text[position..];
            var plain = rest.IndexOfAnyExcept(Plain);
            plain = plain < 0 ? rest.Length : plain;
            if (plain > 0)
            {
                output.AddPlain(rest[..plain], position);
                position += plain;
                continue;
            }

            position += rest[0] switch
            {
                '&' => Entity(rest, position, output),
                '%' => Percent(rest, position, output),
                '\\' => Backslash(rest, position, output),
                '\0' => 1,
                _ => NonAscii(text, position, output),
            };
        }
    }

    private static int Entity(ReadOnlySpan<char> rest, int position, NormalisedText output)
    {
        var start = 1;
        while (rest[start..].StartsWith("amp;", StringComparison.OrdinalIgnoreCase))
        {
            start += 4;
        }

        var end = rest[start..Math.Min(rest.Length, start + 10)].IndexOf(';');
        if (end > 0)
        {
            var name = rest.Slice(start, end);
            if (name[0] == '#')
            {
                var hex = name.Length > 1 && name[1] is 'x' or 'X';
                if (int.TryParse(name[(hex ? 2 : 1)..], hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is > 0 and <= 0x10FFFF)
                {
                    AddFolded(code, position, start + end + 1, output);
                    return start + end + 1;
                }
            }
            else if (Entities.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var value))
            {
                output.Add(value, position, start + end + 1);
                return start + end + 1;
            }
        }

        output.AddOne('&', position);
        return 1;
    }

    private static int Percent(ReadOnlySpan<char> rest, int position, NormalisedText output)
    {
        var start = 1;
        while (rest[start..].StartsWith("25"))
        {
            start += 2;
        }

        if (rest.Length >= start + 2 && char.IsAsciiHexDigit(rest[start]) && char.IsAsciiHexDigit(rest[start + 1]))
        {
            var code = HexDigit(rest[start]) << 4 | HexDigit(rest[start + 1]);
            if (code is >= 0x20 and < 0x7F or '\n' or '\t' or '\r')
            {
                output.Add([(char)code], position, start + 2);
                return start + 2;
            }
        }

        output.AddOne('%', position);
        return 1;
    }

    // Any number of backslashes before an escape: JSON in JSON doubles them at each level.
    private static int Backslash(ReadOnlySpan<char> rest, int position, NormalisedText output)
    {
        var run = rest.IndexOfAnyExcept('\\');
        if (run < 0)
        {
            output.AddOne('\\', position);
            return rest.Length;
        }

        var next = rest[run];
        var digits = next switch { 'u' => 4, 'x' => 2, _ => 0 };
        if (digits > 0 && rest.Length > run + digits
            && int.TryParse(rest.Slice(run + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && code > 0)
        {
            AddFolded(code, position, run + 1 + digits, output);
            return run + 1 + digits;
        }

        ReadOnlySpan<char> value = next switch
        {
            'n' or 'r' => "\n",
            't' or 'f' or 'b' => " ",
            '"' => "\"",
            '\'' => "'",
            '/' => "/",
            _ => default,
        };
        if (value.IsEmpty)
        {
            output.Add("\\", position, run);
            return run;
        }

        output.Add(value, position, run + 1);
        return run + 1;
    }

    private static int NonAscii(ReadOnlySpan<char> text, int position, NormalisedText output)
    {
        var c = text[position];
        if (char.IsHighSurrogate(c) && position + 1 < text.Length && char.IsLowSurrogate(text[position + 1]))
        {
            var high = Foldings.FoldHigh(char.ConvertToUtf32(c, text[position + 1]));
            if (high == Foldings.Dropped)
            {
                return 2;
            }

            output.Add(high < 0 ? "\uFFFD" : [(char)high], position, 2);
            return 2;
        }

        if (Foldings.FoldToSeveral(c) is { } several)
        {
            output.Add(several, position, 1);
        }
        else if (Foldings.TryLookAlike(c, out var latin) && StandsAmongLatin(text, position, out var digit))
        {
            output.AddOne(digit && latin is 'O' or 'o' ? '0' : latin, position);
        }
        else if (Foldings.Fold(c) is not Foldings.Dropped and var folded)
        {
            output.AddOne(folded, position);
        }

        return 1;
    }

    private static void AddFolded(int code, int position, int length, NormalisedText output)
    {
        var folded = code < 128 ? code : code > 0xFFFF ? Foldings.FoldHigh(code) : Foldings.Fold((char)code);
        if (folded > 0)
        {
            output.Add([(char)folded], position, length);
        }
    }

    // Whether the word around the position has a Latin letter or digit in it.
    private static bool StandsAmongLatin(ReadOnlySpan<char> text, int position, out bool digit)
    {
        digit = (position > 0 && char.IsAsciiDigit(text[position - 1])) || (position + 1 < text.Length && char.IsAsciiDigit(text[position + 1]));
        for (var i = position - 1; i >= Math.Max(0, position - MaxWord) && char.IsLetterOrDigit(text[i]); i--)
        {
            if (char.IsAscii(text[i]))
            {
                return true;
            }
        }

        for (var i = position + 1; i < Math.Min(text.Length, position + MaxWord) && char.IsLetterOrDigit(text[i]); i++)
        {
            if (char.IsAscii(text[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static int HexDigit(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
}
