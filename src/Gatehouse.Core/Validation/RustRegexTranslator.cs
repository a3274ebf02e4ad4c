using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Gatehouse.Core.Validation;

/// <summary>
/// Rewrites Rust <c>regex</c> syntax into .NET's where the two differ: <c>(?P&lt;n&gt;</c>, <c>\x{…}</c>, <c>\u{…}</c>, <c>\pL</c>,
/// <c>[[:alpha:]]</c>, and <c>$</c>, which in .NET would also match before a last line feed. What .NET would read as something
/// else (set operations and classes inside classes) is refused instead of being matched wrongly.
/// </summary>
internal static class RustRegexTranslator
{
    private static readonly Dictionary<string, string> PosixClasses = new(StringComparer.Ordinal)
    {
        ["alnum"] = "0-9A-Za-z",
        ["alpha"] = "A-Za-z",
        ["ascii"] = @"\x00-\x7F",
        ["blank"] = @"\t ",
        ["cntrl"] = @"\x00-\x1F\x7F",
        ["digit"] = "0-9",
        ["graph"] = "!-~",
        ["lower"] = "a-z",
        ["print"] = " -~",
        ["punct"] = @"!-/:-@\[-`{-~",
        ["space"] = @"\t\n\v\f\r ",
        ["upper"] = "A-Z",
        ["word"] = "0-9A-Za-z_",
        ["xdigit"] = "0-9A-Fa-f",
    };

    /// <summary>Returns the .NET pattern; throws <see cref="ArgumentException"/> for what has no equivalent.</summary>
    public static string Translate(string pattern)
    {
        var output = new StringBuilder(pattern.Length + 16);
        bool isMultiline = pattern.Contains("(?m", StringComparison.Ordinal) || pattern.Contains("(?sm", StringComparison.Ordinal)
            || pattern.Contains("(?im", StringComparison.Ordinal);
        bool isInClass = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == '\\')
            {
                i = Escape(pattern, i, output);
            }
            else if (isInClass)
            {
                i = InClass(pattern, i, output, ref isInClass);
            }
            else if (c == '[')
            {
                isInClass = true;
                i = OpenClass(pattern, i, output);
            }
            else if (c == '$' && !isMultiline)
            {
                output.Append(@"\z");
            }
            else if (c == '(' && pattern.AsSpan(i).StartsWith("(?P<"))
            {
                output.Append("(?<");
                i += 3;
            }
            else
            {
                RefuseForeignGroup(pattern, i);
                output.Append(c);
            }
        }

        return output.ToString();
    }

    // .NET alone has conditionals, comments, quoted names and balancing groups; Rust would refuse them.
    private static void RefuseForeignGroup(string pattern, int i)
    {
        var rest = pattern.AsSpan(i);
        if (rest.StartsWith("(?(") || rest.StartsWith("(?#") || rest.StartsWith("(?'"))
        {
            throw new ArgumentException("group syntax");
        }

        if (rest.StartsWith("(?<") && rest.IndexOf('>') is var end and > 0 && rest[..end].Contains('-'))
        {
            throw new ArgumentException("group name");
        }
    }

    // A "]" straight after "[" or "[^" is a literal in both languages.
    private static int OpenClass(string pattern, int i, StringBuilder output)
    {
        output.Append('[');
        if (i + 1 < pattern.Length && pattern[i + 1] == '^')
        {
            output.Append('^');
            i++;
        }

        if (i + 1 < pattern.Length && pattern[i + 1] == ']')
        {
            output.Append(@"\]");
            i++;
        }

        return i;
    }

    private static int InClass(string pattern, int i, StringBuilder output, ref bool isInClass)
    {
        char c = pattern[i];
        var rest = pattern.AsSpan(i);
        if (c == ']')
        {
            isInClass = false;
        }
        else if (rest.StartsWith("[:"))
        {
            int end = rest.IndexOf(":]");
            if (end < 0 || !PosixClasses.TryGetValue(rest[2..end].ToString(), out var members))
            {
                throw new ArgumentException("character class name");
            }

            output.Append(members);
            return i + end + 1;
        }
        else if (c == '[' || rest.StartsWith("&&") || rest.StartsWith("--") || rest.StartsWith("~~"))
        {
            throw new ArgumentException("set operation in a character class");
        }

        output.Append(c);
        return i;
    }

    private static int Escape(string pattern, int i, StringBuilder output)
    {
        if (i + 1 >= pattern.Length)
        {
            output.Append('\\');
            return i;
        }

        char kind = pattern[i + 1];
        bool hasBraces = i + 2 < pattern.Length && pattern[i + 2] == '{';
        if (kind is 'x' or 'u' or 'U' && hasBraces)
        {
            int end = pattern.IndexOf('}', i);
            var digits = end < 0 ? "" : pattern[(i + 3)..end];
            return CodePoint(digits, output) ? end : throw new ArgumentException("code point");
        }

        if (kind is 'p' or 'P' && !hasBraces && i + 2 < pattern.Length)
        {
            output.Append('\\').Append(kind).Append('{').Append(pattern[i + 2]).Append('}');
            return i + 2;
        }

        // \< \> (word boundaries in Rust), \G, \Z, \c, \e, \k and digits mean something else in .NET or nothing in Rust.
        if (kind is '<' or '>' or 'G' or 'Z' or 'c' or 'e' or 'k' || char.IsAsciiDigit(kind))
        {
            throw char.IsAsciiDigit(kind) || kind == 'k' ? new NotSupportedException() : new ArgumentException("escape");
        }

        output.Append('\\').Append(kind);
        return i + 1;
    }

    private static bool CodePoint(string digits, StringBuilder output)
    {
        if (!int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value)
            || !Rune.IsValid(value))
        {
            return false;
        }

        output.Append(Regex.Escape(new Rune(value).ToString()));
        return true;
    }
}
