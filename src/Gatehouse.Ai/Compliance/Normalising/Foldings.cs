using System.Globalization;

namespace Gatehouse.Ai.Compliance.Normalising;

/// <summary>What a character beyond ASCII becomes before recognisers look: ASCII where it stands for that, nothing where it is invisible.</summary>
internal static class Foldings
{
    /// <summary>Stands for "nothing": the character is invisible or only changes the one before.</summary>
    public const char Dropped = '\0';

    private static readonly char[] Bmp = BuildBmp();
    private static readonly Dictionary<char, string> Several = FoldingData.Several.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToDictionary(e => e[0], e => e[1..]);
    private static readonly Dictionary<char, char> LookAlikes = Pairs(FoldingData.LookAlikes).ToDictionary(p => p.From, p => p.To);

    /// <summary>One character of the basic plane: itself, another, or <see cref="Dropped"/>.</summary>
    public static char Fold(char c) => Bmp[c];

    /// <summary>The several characters that one becomes, or null.</summary>
    public static string? FoldToSeveral(char c) => Several.GetValueOrDefault(c);

    /// <summary>A code point above the basic plane: an ASCII character, <see cref="Dropped"/>, or -1 when it stays.</summary>
    public static int FoldHigh(int codePoint)
    {
        foreach (var (first, last, to) in FoldingData.Ranges)
        {
            if (codePoint >= first && codePoint <= last)
            {
                return to + codePoint - first;
            }
        }

        // Tags are invisible copies of ASCII: a known way to smuggle text past a reader.
        if (codePoint is >= 0xE0020 and <= 0xE007E)
        {
            return codePoint - 0xE0000;
        }

        if (codePoint is >= 0xE0000 and <= 0xE0FFF)
        {
            return Dropped;
        }

        var digit = CharUnicodeInfo.GetDecimalDigitValue(char.ConvertFromUtf32(codePoint), 0);
        return digit >= 0 ? '0' + digit : -1;
    }

    /// <summary>The Latin letter that a Greek or Cyrillic one looks like.</summary>
    public static bool TryLookAlike(char c, out char latin) => LookAlikes.TryGetValue(c, out latin);

    private static char[] BuildBmp()
    {
        var table = new char[65536];
        for (var i = 0; i < table.Length; i++)
        {
            var c = (char)i;
            table[i] = c;
            if (i < 128 || char.IsSurrogate(c))
            {
                continue;
            }

            var digit = CharUnicodeInfo.GetDecimalDigitValue(c);
            table[i] = digit >= 0 ? (char)('0' + digit) : CharUnicodeInfo.GetUnicodeCategory(c) switch
            {
                UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => Dropped,
                UnicodeCategory.SpaceSeparator => ' ',
                UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => '\n',
                _ => c,
            };
        }

        foreach (var (from, to) in Pairs(FoldingData.Singles))
        {
            table[from] = to;
        }

        foreach (var (first, last, to) in FoldingData.Ranges.Where(r => r.Last < table.Length))
        {
            for (var i = first; i <= last; i++)
            {
                table[i] = (char)(to + i - first);
            }
        }

        // Hangul fillers and the braille blank are letters by category and blank by sight.
        foreach (var blank in "\u115F\u1160\u3164\uFFA0\u2800")
        {
            table[blank] = Dropped;
        }

        table['\u0085'] = '\n';
        return table;
    }

    private static IEnumerable<(char From, char To)> Pairs(string pairs)
    {
        for (var i = 0; i + 1 < pairs.Length; i += 2)
        {
            yield return (pairs[i], pairs[i + 1]);
        }
    }
}
