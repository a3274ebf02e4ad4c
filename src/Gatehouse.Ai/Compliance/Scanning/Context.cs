using Gatehouse.Ai.Compliance.Words;

namespace Gatehouse.Ai.Compliance.Scanning;

/// <summary>
/// The words around a candidate, after Presidio's context enhancer: five words before count, a number between counts as three. Three
/// words after count where nothing before says anything ("4471882 is her MRN").
/// </summary>
/// <param name="Cue">The nearest specific cue; None when there is none or a contrary word stands nearer.</param>
/// <param name="Seen">Everything said by the words before.</param>
/// <param name="IsNegative">A word that says it is something else (order, version) is the nearest.</param>
internal readonly record struct Context(WordFlags Cue, WordFlags Seen, bool IsNegative)
{
    /// <summary>Words before a candidate that count.</summary>
    public const int Words = 5;

    /// <summary>What a cue adds to a score (Presidio: 0.35).</summary>
    public const double Boost = 0.35;

    private const int WordsAfter = 4;
    private const int CostOfNumber = 3;

    public bool Has(WordFlags cue) => (Cue & cue) != 0;

    public bool Saw(WordFlags flags) => (Seen & flags) != 0;

    public static Context Of(Page page, int first, int last, int words)
    {
        var tokens = page.Tokens.Span;
        if (page.CellCue(first) is not WordFlags.None and var cell)
        {
            return new Context(cell & WordFlags.SpecificCues, cell, (cell & (WordFlags.SpecificCues | WordFlags.Negative)) == WordFlags.Negative);
        }

        var seen = WordFlags.None;
        var budget = words;
        var i = first - 1;
        for (; i >= 0 && budget > 0; i--)
        {
            ref readonly var token = ref tokens[i];
            if (token.Kind == TokenKind.Symbol)
            {
                continue;
            }

            seen |= token.Flags;
            if (token.Has(WordFlags.SpecificCues))
            {
                return new Context(token.Flags & WordFlags.SpecificCues, seen, false);
            }

            if (token.Has(WordFlags.Negative))
            {
                return new Context(WordFlags.None, seen, true);
            }

            budget -= token.Kind == TokenKind.Word ? 1 : CostOfNumber;
        }

        if (i < 0 && budget > 0 && page.Carried != WordFlags.None)
        {
            return new Context(page.Carried & WordFlags.SpecificCues, seen | page.Carried, false);
        }

        return new Context(After(page, tokens, last), seen, false);
    }

    private static WordFlags After(Page page, ReadOnlySpan<Token> tokens, int last)
    {
        for (var i = last + 1; i < tokens.Length && i <= last + WordsAfter; i++)
        {
            ref readonly var token = ref tokens[i];
            if (token.Has(TokenShape.AfterLine) || token.Kind is TokenKind.Number or TokenKind.Mixed || (token.Kind == TokenKind.Symbol && page.At(token.Start) is not ('(' or '\'' or '"')))
            {
                return WordFlags.None;
            }

            if (token.Has(WordFlags.SpecificCues))
            {
                return token.Flags & WordFlags.SpecificCues;
            }
        }

        return WordFlags.None;
    }
}
