using System.Globalization;

namespace Gatehouse.Core.Regexes;

/// <content>Escapes and character classes.</content>
internal ref partial struct RegexParser
{
    private RegexNode ParseEscape()
    {
        char c = PeekEscaped();
        RegexAssertion? assertion = c switch
        {
            'A' => RegexAssertion.TextStart,
            'z' => RegexAssertion.TextEnd,
            'b' => RegexAssertion.WordBoundary,
            'B' => RegexAssertion.NotWordBoundary,
            _ => null,
        };
        if (assertion is not null)
        {
            _at += 2;
            return new RegexNode.Assertion(assertion.Value);
        }

        var item = ReadClassEscape();
        return item is not null
            ? new RegexNode.Set(new CharClass([item.Value], isNegated: false, _flags.HasFlag(RegexFlags.IgnoreCase)))
            : Literal(ReadEscapedChar());
    }

    private readonly char PeekEscaped()
        => _at + 1 < _pattern.Length ? _pattern[_at + 1] : throw Error("the pattern ends with a backslash");

    /// <summary>Reads <c>\d \w \s \p{…}</c> and their opposites; null (and nothing read) for any other escape.</summary>
    private CharClassItem? ReadClassEscape()
    {
        char c = PeekEscaped();
        if (c is not ('p' or 'P'))
        {
            var known = CharClassItem.Escape(c);
            _at += known is null ? 0 : 2;
            return known;
        }

        var rest = Rest[2..];
        int close = rest.IndexOf('}');
        bool isBraced = rest.StartsWith('{') && close > 0;
        var name = isBraced ? rest[1..close] : rest[..Math.Min(1, rest.Length)];
        var item = CharClassItem.Category(name, c == 'P') ?? throw Error("not a Unicode general category");
        _at += 2 + (isBraced ? close + 1 : 1);
        return item;
    }

    private char ReadEscapedChar()
    {
        char c = PeekEscaped();
        if (c is 'x' or 'u')
        {
            return ReadCodePoint(c);
        }

        char literal = c switch
        {
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'f' => '\f',
            'v' => '\v',
            'a' => '\a',
            (>= '0' and <= '9') or 'k' or 'g' => throw Error("back-references and octal escapes are not supported"),
            _ when char.IsAsciiLetter(c) => throw Error($"the escape \\{c} is not supported"),
            _ => c,
        };
        _at += 2;
        return literal;
    }

    /// <summary>Reads <c>\xHH</c>, <c>\uHHHH</c> or <c>\x{H…}</c> up to FFFF.</summary>
    private char ReadCodePoint(char kind)
    {
        var rest = Rest[2..];
        int close = rest.IndexOf('}');
        bool isBraced = rest.StartsWith('{') && close > 0;
        int width = kind == 'x' ? 2 : 4;
        var digits = isBraced ? rest[1..close] : rest[..Math.Min(width, rest.Length)];
        if ((!isBraced && digits.Length < width)
            || !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value)
            || value is < 0 or > char.MaxValue)
        {
            throw Error("a character number is malformed or above FFFF");
        }

        _at += 2 + (isBraced ? close + 1 : width);
        return (char)value;
    }

    private CharClass ParseClass()
    {
        int start = _at++;
        bool isNegated = TryEat("^");
        var items = new List<CharClassItem>();

        // A bracket that stands first is a member.
        for (bool isFirst = true; isFirst || !Rest.StartsWith(']'); isFirst = false)
        {
            if (IsAtEnd)
            {
                _at = start;
                throw Error("a character class is not closed");
            }

            ReadMember(items);
        }

        _at++;
        return new CharClass(items, isNegated, _flags.HasFlag(RegexFlags.IgnoreCase));
    }

    private void ReadMember(List<CharClassItem> items)
    {
        if (Rest.StartsWith("[:") && Rest.IndexOf(":]") is var close and > 0)
        {
            string ranges = PosixClass.RangesOf(Rest[2..close]) ?? throw Error("unknown POSIX character class");
            for (int i = 0; i < ranges.Length; i += 2)
            {
                items.Add(CharClassItem.Range(ranges[i], ranges[i + 1]));
            }

            _at += close + 2;
            return;
        }

        if (_pattern[_at] == '\\' && ReadClassEscape() is { } item)
        {
            items.Add(item);
            return;
        }

        char first = ReadMemberChar();
        char last = first;
        if (Rest.StartsWith('-') && Rest.Length > 1 && Rest[1] != ']')
        {
            _at++;
            last = ReadMemberChar();
        }

        items.Add(last >= first ? CharClassItem.Range(first, last) : throw Error("a range is out of order"));
    }

    private char ReadMemberChar()
    {
        if (Rest.StartsWith("[") || Rest.StartsWith("&&") || Rest.StartsWith("--") || Rest.StartsWith("~~"))
        {
            throw Error("nested classes and set operations are not supported; escape the character");
        }

        if (_pattern[_at] == '\\')
        {
            return ReadEscapedChar();
        }

        return char.IsSurrogate(_pattern[_at])
            ? throw Error("characters above FFFF are not supported in classes")
            : _pattern[_at++];
    }
}
