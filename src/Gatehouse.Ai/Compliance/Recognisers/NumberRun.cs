using Gatehouse.Ai.Compliance.Scanning;
using Gatehouse.Ai.Compliance.Words;

namespace Gatehouse.Ai.Compliance.Recognisers;

/// <summary>
/// Groups of digits that stand together as one number may be written: "123-45-6789", "(415) 555-0142", "1 2 3 4", also over a line's end.
/// At most 24 groups and 48 digits.
/// </summary>
internal sealed class NumberRun
{
    private const int MaxGroups = 24;
    private const int MaxDigits = 48;
    private const int MaxGap = 3;

    private readonly char[] _digits = new char[MaxDigits];
    private readonly int[] _ends = new int[MaxGroups];
    private readonly int[] _tokens = new int[MaxGroups];
    private readonly char[] _separators = new char[MaxGroups];

    public int Groups { get; private set; }

    /// <summary>The character before the first group, '\0' at the beginning of the text.</summary>
    public char Before { get; private set; }

    /// <summary>Whether the first group continues a longer number ("9-123-45-6789").</summary>
    public bool IsInside { get; private set; }

    public void Clear() => Array.Clear(_digits);

    public void Build(Page page, int token)
    {
        var tokens = page.Tokens.Span;
        Before = page.At(tokens[token].Start - 1);
        IsInside = token >= 2 && Before is '-' or '.' or '/' && char.IsAsciiDigit(page.At(tokens[token].Start - 2));
        Groups = 0;
        var digits = 0;
        var i = token;
        while (true)
        {
            ref readonly var group = ref tokens[i];
            if (digits + group.Length > MaxDigits || Groups == MaxGroups)
            {
                break;
            }

            page.Span.Slice(group.Start, group.Length).CopyTo(_digits.AsSpan(digits));
            digits += group.Length;
            _ends[Groups] = digits;
            _tokens[Groups] = i;
            Groups++;
            var next = i + 1;
            while (next < tokens.Length && next < i + MaxGap && tokens[next].Kind == TokenKind.Symbol)
            {
                next++;
            }

            if (next >= tokens.Length || tokens[next].Kind != TokenKind.Number || tokens[next].Start - group.End is 0 or > MaxGap
                || Joint(page.Span[group.End..tokens[next].Start]) is not (not '\0' and var joint))
            {
                break;
            }

            _separators[Groups - 1] = joint;
            i = next;
        }
    }

    /// <summary>Digits of the first <paramref name="groups"/> groups.</summary>
    public ReadOnlySpan<char> Digits(int groups) => _digits.AsSpan(0, _ends[groups - 1]);

    public int Count(int groups) => _ends[groups - 1];

    public int LengthOf(int group) => _ends[group] - (group == 0 ? 0 : _ends[group - 1]);

    public ReadOnlySpan<char> Group(int group) => _digits.AsSpan(group == 0 ? 0 : _ends[group - 1], LengthOf(group));

    public int Value(int group) => LengthOf(group) <= 9 ? int.Parse(Group(group), System.Globalization.CultureInfo.InvariantCulture) : int.MaxValue;

    /// <summary>Token of a group.</summary>
    public int Token(int group) => _tokens[group];

    /// <summary>What stands between a group and the next: the one character that is not blank, ' ' for blanks, '\0' behind the last group.</summary>
    public char Separator(int group) => group < Groups - 1 ? _separators[group] : '\0';

    /// <summary>Whether the first groups have these lengths.</summary>
    public bool Has(params ReadOnlySpan<int> lengths)
    {
        if (Groups < lengths.Length)
        {
            return false;
        }

        for (var i = 0; i < lengths.Length; i++)
        {
            if (LengthOf(i) != lengths[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether one separator stands between all of the first groups.</summary>
    public bool IsUniform(int groups)
    {
        for (var i = 1; i < groups - 1; i++)
        {
            if (_separators[i] != _separators[0])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the number may end behind these groups: what follows is no further group joined by the same hyphen, point or slash.</summary>
    public bool MayEnd(int groups) => Separator(groups - 1) is not ('-' or '.' or '/');

    private static char Joint(ReadOnlySpan<char> gap)
    {
        var joint = ' ';
        foreach (var c in gap)
        {
            if (char.IsWhiteSpace(c))
            {
                continue;
            }

            if (c is not ('-' or '.' or '/' or '(' or ')' or '_') || (joint != ' ' && c != '-'))
            {
                return '\0';
            }

            joint = joint == ' ' ? c : joint;
        }

        return joint;
    }
}
