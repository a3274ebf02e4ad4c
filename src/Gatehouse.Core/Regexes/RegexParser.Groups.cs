using System.Buffers;
using System.Globalization;

namespace Gatehouse.Core.Regexes;

/// <content>Groups and flags.</content>
internal ref partial struct RegexParser
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private RegexNode? ParseGroup()
    {
        if (++_depth > MaxDepth)
        {
            throw Error($"groups are nested deeper than {MaxDepth}");
        }

        var outer = _flags;
        int capture = 0;
        if (TryEat("(?P<") || (!Rest.StartsWith("(?<=") && !Rest.StartsWith("(?<!") && TryEat("(?<")))
        {
            _groups.Add(ReadName());
            capture = _groups.Count;
        }
        else if (TryEat("(?"))
        {
            if (!ReadFlags())
            {
                // (?i) sets flags to the end of the group around it.
                _depth--;
                return null;
            }
        }
        else
        {
            _at++;
            capture = _groups.Count + 1;
            _groups.Add(capture.ToString(CultureInfo.InvariantCulture));
        }

        var body = ParseAlternation();
        if (!TryEat(")"))
        {
            throw Error("a group is not closed");
        }

        _depth--;
        _flags = outer;
        return capture == 0 ? body : new RegexNode.Capture(capture, body);
    }

    private string ReadName()
    {
        int length = Rest.IndexOf('>');
        var name = length < 0 ? default : Rest[..length];
        if (name.IsEmpty || char.IsAsciiDigit(name[0]) || name.ContainsAnyExcept(NameCharacters) || _groups.Contains(name.ToString()))
        {
            throw Error("a group name is missing, malformed or used twice");
        }

        _at += length + 1;
        return name.ToString();
    }

    /// <summary>Reads what stands between <c>(?</c> and <c>:</c> or <c>)</c>; false when it was the latter.</summary>
    private bool ReadFlags()
    {
        bool isOn = true;
        for (; !IsAtEnd; _at++)
        {
            char c = _pattern[_at];
            if (c is ':' or ')')
            {
                _at++;
                return c == ':';
            }

            var flag = c switch
            {
                'i' => RegexFlags.IgnoreCase,
                'm' => RegexFlags.Multiline,
                's' => RegexFlags.DotAll,
                '-' when isOn => RegexFlags.None,
                _ => throw Error("look-around, atomic and conditional groups and flags other than i, m, s are not supported"),
            };
            isOn &= c != '-';
            _flags = isOn ? _flags | flag : _flags & ~flag;
        }

        throw Error("a group is not closed");
    }
}
