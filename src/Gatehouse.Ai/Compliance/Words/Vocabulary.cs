namespace Gatehouse.Ai.Compliance.Words;

/// <summary>
/// Words and what they mean: a hash table over lower-case ASCII that is probed without making strings, because every word of every request
/// is looked up. Built once per process.
/// </summary>
internal sealed class Vocabulary
{
    private const int MaxWord = 24;

    private static readonly char[] Joints = ['_', '-', '.', '/', '\''];

    private readonly string?[] _words;
    private readonly WordFlags[] _flags;
    private readonly int _mask;
    private readonly Dictionary<string, List<Phrase>> _phrases = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<Phrase>>.AlternateLookup<ReadOnlySpan<char>> _phrasesBySpan;

    public Vocabulary(IEnumerable<(WordFlags Flags, string Words)> lists)
    {
        var all = new Dictionary<string, WordFlags>(StringComparer.Ordinal);
        foreach (var (flags, words) in lists)
        {
            foreach (var entry in words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
            {
                var parts = entry.Split(Joints, StringSplitOptions.RemoveEmptyEntries);
                if (parts.Length == 1)
                {
                    all[parts[0]] = all.GetValueOrDefault(parts[0]) | flags;
                    continue;
                }

                all[parts[0]] = all.GetValueOrDefault(parts[0]) | WordFlags.PhraseStart;
                if (!_phrases.TryGetValue(parts[0], out var phrases))
                {
                    _phrases.Add(parts[0], phrases = []);
                }

                phrases.Add(new Phrase(parts[1..], flags));
            }
        }

        // A quarter full: most probes end at the first slot.
        var capacity = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)all.Count * 4);
        _mask = capacity - 1;
        _words = new string?[capacity];
        _flags = new WordFlags[capacity];
        foreach (var (word, flags) in all)
        {
            var slot = (int)Hash(word) & _mask;
            while (_words[slot] is not null)
            {
                slot = slot + 1 & _mask;
            }

            _words[slot] = word;
            _flags[slot] = flags;
        }

        _phrasesBySpan = _phrases.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The meanings of a word in any case of ASCII; None when it is unknown.</summary>
    public WordFlags Find(ReadOnlySpan<char> word)
    {
        if (word.Length > MaxWord)
        {
            return WordFlags.None;
        }

        for (var slot = (int)Hash(word) & _mask; _words[slot] is { } candidate; slot = slot + 1 & _mask)
        {
            if (candidate.Length == word.Length && Same(candidate, word))
            {
                return _flags[slot];
            }
        }

        return WordFlags.None;
    }

    /// <summary>Phrases that begin with a word flagged <see cref="WordFlags.PhraseStart"/>.</summary>
    public List<Phrase>? PhrasesFrom(ReadOnlySpan<char> word) => _phrasesBySpan.TryGetValue(word, out var phrases) ? phrases : null;

    private static uint Hash(ReadOnlySpan<char> word)
    {
        // FNV-1a over letters with the case bit set; other characters only move together.
        var hash = 2166136261u;
        foreach (var c in word)
        {
            hash = (hash ^ (c | 0x20u)) * 16777619u;
        }

        return hash ^ hash >> 15;
    }

    private static bool Same(string candidate, ReadOnlySpan<char> word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            var c = word[i];
            if (candidate[i] != c && (!char.IsAsciiLetterUpper(c) || candidate[i] != (char)(c | 0x20)))
            {
                return false;
            }
        }

        return true;
    }
}
