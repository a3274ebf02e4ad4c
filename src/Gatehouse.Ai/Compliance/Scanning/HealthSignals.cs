using Gatehouse.Ai.Compliance.Words;

namespace Gatehouse.Ai.Compliance.Scanning;

/// <summary>
/// Whether a request as a whole speaks of health: one strong word or code, or three different hints. Hints alone are everyday words
/// (test, pain, dose), so that many times the same says nothing.
/// </summary>
internal sealed class HealthSignals
{
    private const int HintsForContext = 3;

    // Distinct hints as bits of a small Bloom filter: a collision loses a hint, never adds one.
    private UInt128 _hints;
    private int _distinct;
    private int _strong;

    public bool IsThere => _strong > 0 || _distinct >= HintsForContext;

    /// <summary>Signals seen, strong ones and distinct hints.</summary>
    public int Signals => _strong + _distinct;

    public void Clear()
    {
        _hints = default;
        _distinct = _strong = 0;
    }

    public void AddStrong() => _strong++;

    public void AddHint(ReadOnlySpan<char> word)
    {
        var hash = 2166136261u;
        foreach (var c in word)
        {
            hash = (hash ^ (c | 0x20u)) * 16777619u;
        }

        var bit = UInt128.One << (int)((hash ^ hash >> 16) & 127);
        if ((_hints & bit) == 0)
        {
            _hints |= bit;
            _distinct++;
        }
    }

    /// <summary>What a word adds. "Patient" is an adjective behind "be" and "very", and before "with me".</summary>
    public void Read(Page page, int i)
    {
        ref readonly var token = ref page.Tokens.Span[i];
        if (token.Has(WordFlags.Clinical))
        {
            if (!IsPatience(page, i))
            {
                AddStrong();
            }
        }
        else if (token.Has(WordFlags.ClinicalHint))
        {
            AddHint(page.Of(i));
        }

        if (token.Has(WordFlags.Lab) && HasValue(page, i, out var hasUnit))
        {
            if (hasUnit)
            {
                AddStrong();
            }
            else
            {
                AddHint(page.Of(i));
            }
        }
        else if (token.Has(WordFlags.Unit) && i > 0 && page.Tokens[i - 1].Kind == TokenKind.Number)
        {
            AddHint("dose");
        }
    }

    private static bool IsPatience(Page page, int i) =>
        page.Is(i, "patient") && ((i > 0 && page.Tokens[i - 1].Has(WordFlags.Adverb)) || (page.Is(i + 1, "with") && (page.Is(i + 2, "me") || page.Is(i + 2, "us") || page.Is(i + 2, "him") || page.Is(i + 2, "her"))));

    // A number within the three tokens behind ("A1c of 8.2", "BP: 140/90"), and a unit behind that.
    private static bool HasValue(Page page, int i, out bool hasUnit)
    {
        hasUnit = false;
        var tokens = page.Tokens.Span;
        for (var j = i + 1; j < tokens.Length && j <= i + 3; j++)
        {
            if (tokens[j].Kind == TokenKind.Number)
            {
                for (var k = j + 1; k < tokens.Length && k <= j + 3; k++)
                {
                    hasUnit |= tokens[k].Has(WordFlags.Unit) || page.IsSymbol(k, '%') || page.IsSymbol(k, '/');
                }

                return true;
            }
        }

        return false;
    }
}
