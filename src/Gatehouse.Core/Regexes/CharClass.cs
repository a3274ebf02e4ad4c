using System.Globalization;

namespace Gatehouse.Core.Regexes;

/// <summary>A set of UTF-16 units: ranges and Unicode categories, possibly negated. ASCII is answered from a bitmap.</summary>
internal sealed class CharClass
{
    private readonly CharClassItem[] _items;
    private readonly bool _isNegated;
    private readonly bool _ignoreCase;
    private readonly ulong _low;
    private readonly ulong _high;

    /// <param name="items">What is in the class.</param>
    /// <param name="isNegated">Whether the class holds everything else instead.</param>
    /// <param name="ignoreCase">Whether a letter is in when its other case is.</param>
    public CharClass(IEnumerable<CharClassItem> items, bool isNegated, bool ignoreCase)
    {
        _items = [.. items];
        _isNegated = isNegated;
        _ignoreCase = ignoreCase;
        for (int c = 0; c < 64; c++)
        {
            _low |= Compute((char)c) ? 1ul << c : 0;
            _high |= Compute((char)(c + 64)) ? 1ul << c : 0;
        }
    }

    /// <summary>Everything, or everything but the line feed: the dot.</summary>
    public static CharClass Dot(bool withLineFeed)
        => withLineFeed
            ? new([CharClassItem.Range('\0', char.MaxValue)], isNegated: false, ignoreCase: false)
            : new([CharClassItem.Range('\n', '\n')], isNegated: true, ignoreCase: false);

    /// <summary>Whether the unit is in the class.</summary>
    public bool Contains(char c) => c < 128 ? (((c < 64 ? _low : _high) >> (c & 63)) & 1) != 0 : Compute(c);

    private bool Compute(char c)
    {
        bool isIn = IsListed(c)
            || (_ignoreCase && (IsListed(char.ToLowerInvariant(c)) || IsListed(char.ToUpperInvariant(c))));
        return isIn != _isNegated;
    }

    private bool IsListed(char c)
    {
        var category = CharUnicodeInfo.GetUnicodeCategory(c);
        foreach (var item in _items)
        {
            if (item.Contains(c, category))
            {
                return true;
            }
        }

        return false;
    }
}
