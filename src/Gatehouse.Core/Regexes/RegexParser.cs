using System.Globalization;

namespace Gatehouse.Core.Regexes;

/// <summary>Reads a pattern into a tree; see the README for the syntax. Recursive descent with a bounded depth.</summary>
internal ref partial struct RegexParser
{
    private const int MaxDepth = 100;
    private const int MaxRepeat = 1000;

    private readonly ReadOnlySpan<char> _pattern;
    private readonly List<string> _groups = [];
    private int _at;
    private int _depth;
    private RegexFlags _flags;

    private RegexParser(ReadOnlySpan<char> pattern, RegexFlags flags)
    {
        _pattern = pattern;
        _flags = flags;
    }

    private readonly bool IsAtEnd => _at >= _pattern.Length;

    private readonly ReadOnlySpan<char> Rest => _pattern[_at..];

    /// <summary>Parses; throws <see cref="RegexSyntaxException"/>.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="flags">Flags that hold from the start.</param>
    /// <param name="groups">Names of the capturing groups by opening parenthesis; unnamed ones are called by their number.</param>
    public static RegexNode Parse(ReadOnlySpan<char> pattern, RegexFlags flags, out IReadOnlyList<string> groups)
    {
        var parser = new RegexParser(pattern, flags);
        var node = parser.ParseAlternation();
        if (!parser.IsAtEnd)
        {
            throw parser.Error("a closing parenthesis has no opening one");
        }

        groups = parser._groups;
        return node;
    }

    private readonly RegexSyntaxException Error(string message) => new(message, _at);

    private bool TryEat(string text)
    {
        if (!Rest.StartsWith(text))
        {
            return false;
        }

        _at += text.Length;
        return true;
    }

    private RegexNode ParseAlternation()
    {
        var options = new List<RegexNode> { ParseConcat() };
        while (TryEat("|"))
        {
            options.Add(ParseConcat());
        }

        return options.Count == 1 ? options[0] : new RegexNode.Alternate(options);
    }

    private RegexNode ParseConcat()
    {
        var parts = new List<RegexNode>();
        while (!IsAtEnd && _pattern[_at] is not ('|' or ')'))
        {
            var atom = ParseAtom();
            if (atom is not null)
            {
                parts.Add(ParseQuantifier(atom));
            }
        }

        return parts.Count switch
        {
            0 => new RegexNode.Empty(),
            1 => parts[0],
            _ => new RegexNode.Concat(parts),
        };
    }

    /// <summary>One atom; null for a group that only sets flags.</summary>
    private RegexNode? ParseAtom()
    {
        char c = _pattern[_at];
        switch (c)
        {
            case '(':
                return ParseGroup();
            case '[':
                return new RegexNode.Set(ParseClass());
            case '\\':
                return ParseEscape();
            case '*' or '+' or '?':
                throw Error("there is nothing to repeat");
            default:
                _at++;
                return c switch
                {
                    '.' => new RegexNode.Set(CharClass.Dot(_flags.HasFlag(RegexFlags.DotAll))),
                    '^' => Assertion(RegexAssertion.LineStart, RegexAssertion.TextStart),
                    '$' => Assertion(RegexAssertion.LineEnd, RegexAssertion.TextEnd),
                    _ => LiteralFrom(c),
                };
        }
    }

    private readonly RegexNode.Assertion Assertion(RegexAssertion multiline, RegexAssertion single)
        => new(_flags.HasFlag(RegexFlags.Multiline) ? multiline : single);

    /// <summary>A literal; both halves of a surrogate pair are one atom, so that a quantifier takes both.</summary>
    private RegexNode LiteralFrom(char c)
    {
        if (char.IsHighSurrogate(c) && !IsAtEnd && char.IsLowSurrogate(_pattern[_at]))
        {
            return new RegexNode.Concat([new RegexNode.Literal(c), new RegexNode.Literal(_pattern[_at++])]);
        }

        return Literal(c);
    }

    private readonly RegexNode Literal(char c)
        => _flags.HasFlag(RegexFlags.IgnoreCase) && char.ToLowerInvariant(c) != char.ToUpperInvariant(c)
            ? new RegexNode.Set(new CharClass([CharClassItem.Range(c, c)], isNegated: false, ignoreCase: true))
            : new RegexNode.Literal(c);

    private RegexNode ParseQuantifier(RegexNode atom)
    {
        if (!TryReadRange(out int min, out int? max))
        {
            return atom;
        }

        bool isLazy = TryEat("?");
        if (!IsAtEnd && (_pattern[_at] is '*' or '+' or '?' || TryPeekBraces(out _, out _, out _)))
        {
            throw Error("a quantifier cannot be repeated, and possessive quantifiers are not supported");
        }

        return new RegexNode.Repeat(atom, min, max, isLazy);
    }

    private bool TryReadRange(out int min, out int? max)
    {
        (min, max) = (0, null);
        if (TryEat("*"))
        {
            return true;
        }

        if (TryEat("+"))
        {
            min = 1;
            return true;
        }

        if (TryEat("?"))
        {
            max = 1;
            return true;
        }

        if (!TryPeekBraces(out min, out max, out int length))
        {
            return false;
        }

        if (min > MaxRepeat || max > MaxRepeat || max < min)
        {
            throw Error($"a repetition is out of order or over {MaxRepeat}");
        }

        _at += length;
        return true;
    }

    /// <summary>Looks for <c>{n}</c>, <c>{n,}</c> or <c>{n,m}</c>; any other brace is a literal.</summary>
    private readonly bool TryPeekBraces(out int min, out int? max, out int length)
    {
        (min, max, length) = (0, null, 0);
        var rest = Rest;
        int close = rest.IndexOf('}');
        if (close < 2 || rest[0] != '{')
        {
            return false;
        }

        var inside = rest[1..close];
        int comma = inside.IndexOf(',');
        if (!TryNumber(comma < 0 ? inside : inside[..comma], out min))
        {
            return false;
        }

        int upper = min;
        bool hasUpper = comma < 0 || comma + 1 < inside.Length;
        if (comma >= 0 && hasUpper && !TryNumber(inside[(comma + 1)..], out upper))
        {
            return false;
        }

        max = hasUpper ? upper : null;
        length = close + 1;
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out int value)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
