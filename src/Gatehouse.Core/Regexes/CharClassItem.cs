using System.Globalization;

namespace Gatehouse.Core.Regexes;

/// <summary>Part of a class: a range, or Unicode categories plus up to two ranges, possibly negated.</summary>
/// <param name="First">First unit of the range.</param>
/// <param name="Last">Last unit, inclusive; below <paramref name="First"/>: no range.</param>
/// <param name="Categories">Bit per <see cref="UnicodeCategory"/>.</param>
/// <param name="IsNegated">Whether everything else is meant.</param>
internal readonly record struct CharClassItem(char First, char Last, uint Categories, bool IsNegated)
{
    private const uint Letters = 0x1f;
    private const uint Marks = 0xe0;
    private const uint Separators = 0x3800;
    private const uint DecimalDigit = 1u << (int)UnicodeCategory.DecimalDigitNumber;
    private const uint LetterNumber = 1u << (int)UnicodeCategory.LetterNumber;
    private const uint Connector = 1u << (int)UnicodeCategory.ConnectorPunctuation;

    /// <summary>General categories by their short names, in the order of <see cref="UnicodeCategory"/>.</summary>
    private const string ShortNames = "LuLlLtLmLoMnMcMeNdNlNoZsZlZpCcCfCsCoPcPdPsPePiPfPoSmScSkSoCn";

    /// <summary>From one unit to another.</summary>
    public static CharClassItem Range(char first, char last) => new(first, last, 0, false);

    /// <summary>What <c>\d \w \s \D \W \S</c> mean; null for any other letter.</summary>
    public static CharClassItem? Escape(char letter) => letter switch
    {
        'd' or 'D' => new('\x01', '\0', DecimalDigit, letter == 'D'),
        'w' or 'W' => new('\x01', '\0', Letters | Marks | DecimalDigit | LetterNumber | Connector, letter == 'W'),
        's' or 'S' => new('\t', '\r', Separators, letter == 'S'),
        _ => null,
    };

    /// <summary>What <c>\p{Lu}</c> or <c>\p{L}</c> means; null for names that are no general category.</summary>
    public static CharClassItem? Category(ReadOnlySpan<char> name, bool isNegated)
    {
        uint mask = 0;
        for (int i = 0; i < ShortNames.Length; i += 2)
        {
            bool isMeant = name.Length switch
            {
                1 => ShortNames[i] == name[0],
                2 => name.SequenceEqual(ShortNames.AsSpan(i, 2)),
                _ => false,
            };
            mask |= isMeant ? 1u << (i / 2) : 0;
        }

        return mask == 0 ? null : new('\x01', '\0', mask, isNegated);
    }

    /// <summary>Whether the unit, which has that category, is meant.</summary>
    public bool Contains(char c, UnicodeCategory category)
        => ((c >= First && c <= Last) || (Categories & (1u << (int)category)) != 0) != IsNegated;
}
