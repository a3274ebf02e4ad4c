namespace Gatehouse.Ai.Compliance.Words;

/// <summary>The one vocabulary, and word families by their ending.</summary>
internal static class Lexicon
{
    private const int MinEndingWord = 7;

    private static readonly string[][] EndingsByLastLetter = Group(ClinicalWords.Endings);

    private static readonly HashSet<string> NotEndings = [.. ClinicalWords.NotEndings.Split(' ')];

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> NotEndingsBySpan = NotEndings.GetAlternateLookup<ReadOnlySpan<char>>();

    public static Vocabulary Words { get; } = new(
    [
        .. CueWords.All,
        (WordFlags.Clinical, ClinicalWords.Strong),
        (WordFlags.ClinicalHint, ClinicalWords.Hints),
        (WordFlags.Lab, ClinicalWords.Labs),
        (WordFlags.Unit, ClinicalWords.Units),
    ]);

    /// <summary>The meanings of a word; of a plural those of its singular that are no names; of an unknown word those of its ending.</summary>
    public static WordFlags Find(ReadOnlySpan<char> word)
    {
        var flags = Words.Find(word);
        if (flags != WordFlags.None || word.Length < 4)
        {
            return flags;
        }

        if ((word[^1] | 0x20) == 's')
        {
            flags = Words.Find(word[..^1]) & ~(WordFlags.Names | WordFlags.Title | WordFlags.State | WordFlags.Month);
            if (flags != WordFlags.None)
            {
                return flags;
            }
        }

        return word.Length >= MinEndingWord && HasClinicalEnding(word) ? WordFlags.Clinical : WordFlags.None;
    }

    private static bool HasClinicalEnding(ReadOnlySpan<char> word)
    {
        var letter = (word[^1] | 0x20) - 'a';
        if ((uint)letter > 25 || EndingsByLastLetter[letter] is not { } endings)
        {
            return false;
        }

        foreach (var ending in endings)
        {
            if (word.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                Span<char> lower = stackalloc char[word.Length <= 32 ? word.Length : 0];
                return lower.IsEmpty || (word.ToLowerInvariant(lower) > 0 && !NotEndingsBySpan.Contains(lower));
            }
        }

        return false;
    }

    private static string[][] Group(string endings)
    {
        var groups = new string[26][];
        foreach (var group in endings.Split(' ').GroupBy(e => e[^1]))
        {
            groups[group.Key - 'a'] = [.. group];
        }

        return groups;
    }
}
