using Gatehouse.Ai.Compliance.Scanning;
using Gatehouse.Ai.Compliance.Words;

namespace Gatehouse.Ai.Compliance.Recognisers;

/// <summary>
/// Names of persons: by a cue before them (title, label, relation, "my name is") or by the lists of given names and surnames. Without a cue
/// and in no list, a name is not recognised: see the figures that the tests print.
/// </summary>
internal static class NameRecogniser
{
    private const int MaxWords = 4;

    /// <summary>Reads at a word that is a cue or in a list. Returns the token to go on with.</summary>
    public static int Read(Page page, int i)
    {
        ref readonly var token = ref page.Tokens.Span[i];
        if (token.Has(WordFlags.Title) && AfterTitle(page, i) is > 0 and var afterTitle)
        {
            return afterTitle;
        }

        if (token.Has(WordFlags.NameCue | WordFlags.Relation) && AfterCue(page, i) is > 0 and var afterCue)
        {
            return afterCue;
        }

        if (page.CellCue(i) is var cell && (cell & WordFlags.NameCue) != 0 && IsCandidate(page, i))
        {
            return Report(page, i, 0.6);
        }

        // The first word of an answer to "what is your name?".
        if (i == 0 && (page.Carried & WordFlags.NameCue) != 0 && IsCandidate(page, 0) && page.Tokens.Count <= 8)
        {
            return Report(page, 0, 0.55);
        }

        return token.Has(WordFlags.Names) ? FromLists(page, i) : i + 1;
    }

    // "Dr. Patel", "Mrs Okonkwo-Hale".
    private static int AfterTitle(Page page, int i)
    {
        var next = page.NextWord(i, 1);
        if (next < 0 || (next != i + 1 && !page.IsSymbol(i + 1, '.')) || page.Tokens[next].Has(TokenShape.AfterLine) || page.Tokens[next].Has(WordFlags.Organisation | WordFlags.Street))
        {
            return 0;
        }

        if (IsCandidate(page, next))
        {
            return Report(page, next, 0.75);
        }

        var listed = page.Tokens[next].Has(WordFlags.Names) && !page.Tokens[next].Has(WordFlags.Ordinary | WordFlags.Ambiguous);
        return listed ? Report(page, next, 0.6) : 0;
    }

    private static int AfterCue(Page page, int i)
    {
        var tokens = page.Tokens;
        var next = i + 1;
        var label = false;
        while (next < tokens.Count && next <= i + 5 && tokens[next].Kind == TokenKind.Symbol && page.At(tokens[next].Start) is ':' or '=' or '"' or '\'' or ',' or '-' or '(' or '>' or '*')
        {
            label |= page.At(tokens[next].Start) is ':' or '=' or '>';
            next++;
        }

        var spoken = false;
        while (next < tokens.Count && next <= i + 7 && (page.Is(next, "is") || page.Is(next, "was") || page.Is(next, "named") || page.Is(next, "called") || page.Is(next, "name") || page.Is(next, "s")))
        {
            spoken |= !page.Is(next, "s");
            next++;
        }

        if (next >= tokens.Count || tokens[next].Kind != TokenKind.Word || (tokens[next].Has(TokenShape.AfterLine) && !label))
        {
            return 0;
        }

        if (!label && IsHeader(page, i))
        {
            return 0;
        }

        var first = tokens[next];
        var listed = first.Has(WordFlags.Names) && !first.Has(WordFlags.Ordinary);
        if (!IsCandidate(page, next))
        {
            // "patient john smith": lower case, in the lists.
            return listed && !first.Has(WordFlags.Ambiguous) && (label || spoken || tokens[i].Has(WordFlags.Person | WordFlags.Relation)) ? Report(page, next, 0.6) : 0;
        }

        var two = next + 1 < tokens.Count && IsCandidate(page, next + 1) && !tokens[next + 1].Has(TokenShape.AfterLine) && !tokens[next + 1].Has(WordFlags.Organisation);
        var greeting = page.Is(i, "dear") || page.Is(i, "hi") || page.Is(i, "hello") || page.Is(i, "sincerely") || page.Is(i, "regards");
        var person = tokens[i].Has(WordFlags.Person | WordFlags.Relation);
        if (listed)
        {
            return Report(page, next, two || label || spoken || !first.Has(WordFlags.Ambiguous) ? 0.75 : person || greeting ? 0.55 : 0.4);
        }

        return (two && (label || spoken || person || greeting)) || ((greeting || tokens[i].Has(WordFlags.Relation)) && !label) || (spoken && page.Is(i, "name")) || (label && person)
            ? Report(page, next, 0.55)
            : 0;
    }

    // Words of mail and XML headers are everyday words elsewhere.
    private static bool IsHeader(Page page, int i) =>
        page.Is(i, "from") || page.Is(i, "to") || page.Is(i, "cc") || page.Is(i, "bcc") || page.Is(i, "given") || page.Is(i, "family") || page.Is(i, "signed");

    private static int FromLists(Page page, int i)
    {
        var tokens = page.Tokens.Span;
        ref readonly var token = ref tokens[i];
        var capital = token.Has(TokenShape.Capital);
        var next = AfterInitial(page, i);
        ref readonly var second = ref tokens[Math.Min(next, tokens.Length - 1)];
        var hasSecond = next < tokens.Length && second.Kind == TokenKind.Word && !second.Has(TokenShape.AfterLine);
        if (token.Has(WordFlags.FirstName) && hasSecond && second.Has(TokenShape.Capital) == capital)
        {
            if (second.Has(WordFlags.LastName | WordFlags.FirstName) && !(second.Has(WordFlags.Ordinary) && second.Has(WordFlags.Ambiguous) && !capital))
            {
                var vague = (token.Has(WordFlags.Ambiguous) ? 1 : 0) + (second.Has(WordFlags.Ambiguous) ? 1 : 0) + (second.Has(WordFlags.Ordinary) ? 1 : 0)
                    // "Grant Park".
                    + (token.Has(WordFlags.Ambiguous) && second.Has(WordFlags.Organisation | WordFlags.Street) ? 2 : 0);
                var score = capital ? vague switch { 0 => 0.85, 1 => 0.7, 2 => 0.5, _ => 0.35 } : vague == 0 && !token.Has(WordFlags.Ordinary) ? 0.6 : 0.3;
                return Report(page, i, score);
            }

            if (capital && !token.Has(WordFlags.Ambiguous) && IsCandidate(page, next) && second.Length > 1)
            {
                return Report(page, i, 0.55);
            }
        }

        // "Smith, John": the register's order.
        if (token.Has(WordFlags.LastName) && capital && page.IsSymbol(i + 1, ',') && i + 2 < tokens.Length && tokens[i + 2].Has(WordFlags.FirstName) && tokens[i + 2].Has(TokenShape.Capital)
            && !(token.Has(WordFlags.Ambiguous) && tokens[i + 2].Has(WordFlags.Ambiguous)))
        {
            // "Smith-Jones, Maria".
            var first = i >= 2 && page.IsSymbol(i - 1, '-') && token.Has(TokenShape.Glued) && tokens[i - 2].Has(TokenShape.Capital) ? i - 2 : i;
            return page.ReportTokens(EntityKind.Name, first, i + 2, 0.7) ? i + 3 : i + 1;
        }

        // "J. Smith", and a capitalised word of no list before a surname: "Zbigniew Kowalski".
        if (token.Has(WordFlags.LastName) && !token.Has(WordFlags.Ambiguous) && capital && i > 0 && !token.Has(TokenShape.AfterLine) && !FollowedByOrganisation(page, i))
        {
            var previous = page.IsSymbol(i - 1, '.') ? i - 2 : i - 1;
            if (previous >= 0 && tokens[previous].Kind == TokenKind.Word && tokens[previous].Has(TokenShape.Capital) && (tokens[previous].Length == 1 || (previous == i - 1 && IsUnknown(page, previous))))
            {
                page.ReportTokens(EntityKind.Name, previous, i, 0.55);
                return i + 1;
            }
        }

        // "Maria was admitted": a given name that does what people do.
        if (token.Has(WordFlags.FirstName) && capital && !token.Has(WordFlags.Ambiguous | WordFlags.Ordinary) && hasSecond && second.Has(WordFlags.Verb))
        {
            page.ReportTokens(EntityKind.Name, i, i, 0.5);
        }

        return i + 1;
    }

    // From the first word over names, initials, hyphens and unknown capitalised words.
    private static int Report(Page page, int first, double score)
    {
        var tokens = page.Tokens.Span;
        var last = first;
        var capital = tokens[first].Has(TokenShape.Capital);
        for (var words = 1; words < MaxWords; words++)
        {
            var next = last + 1;
            if (next < tokens.Length && page.IsSymbol(next, '-') && tokens[next].Has(TokenShape.Glued))
            {
                next++;
            }
            else if (next < tokens.Length && page.IsSymbol(next, '.') && tokens[last].Length == 1)
            {
                next++;
            }
            else if (next + 1 < tokens.Length && words == 1 && page.IsSymbol(next, ',') && tokens[first].Has(WordFlags.LastName) && tokens[next + 1].Has(WordFlags.FirstName))
            {
                next++;
            }

            if (next >= tokens.Length || tokens[next].Kind != TokenKind.Word || tokens[next].Has(TokenShape.AfterLine)
                || !(capital ? IsCandidate(page, next) || (tokens[next].Length == 1 && tokens[next].Has(TokenShape.Capital)) : tokens[next].Has(WordFlags.LastName) && !tokens[next].Has(WordFlags.Ordinary)))
            {
                break;
            }

            last = next;
        }

        if (FollowedByOrganisation(page, last))
        {
            score -= 0.3;
        }

        return page.ReportTokens(EntityKind.Name, first, last, score) ? last + 1 : first + 1;
    }

    private static int AfterInitial(Page page, int i)
    {
        var next = i + 1;
        if (next < page.Tokens.Count && page.Tokens[next].Kind == TokenKind.Word && page.Tokens[next].Length == 1 && page.Tokens[next].Has(TokenShape.Capital))
        {
            next += page.IsSymbol(next + 1, '.') ? 2 : 1;
        }

        return next;
    }

    private static bool FollowedByOrganisation(Page page, int last) =>
        last + 1 < page.Tokens.Count && page.Tokens[last + 1].Kind == TokenKind.Word && !page.Tokens[last + 1].Has(TokenShape.AfterLine) && page.Tokens[last + 1].Has(TokenShape.Capital) && page.Tokens[last + 1].Has(WordFlags.Organisation | WordFlags.Street);

    // A capitalised word that may be part of a name.
    private static bool IsCandidate(Page page, int i)
    {
        var token = page.Tokens[i];
        return token.Kind == TokenKind.Word && token.Has(TokenShape.Capital) && token.Length > 1
            && (token.Has(WordFlags.Names) || (token.Flags & (WordFlags.Ordinary | WordFlags.Organisation | WordFlags.State | WordFlags.Month | WordFlags.Clinical | WordFlags.ClinicalHint | WordFlags.Street | WordFlags.SpecificCues)) == 0);
    }

    // In no list at all, and no abbreviation.
    private static bool IsUnknown(Page page, int i) => page.Tokens[i].Flags == WordFlags.None && page.Tokens[i].Length > 2 && !page.Tokens[i].Has(TokenShape.AllCapitals) && !page.Tokens[i].Has(TokenShape.Joined);
}
