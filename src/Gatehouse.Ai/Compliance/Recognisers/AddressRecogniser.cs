using Gatehouse.Ai.Compliance.Scanning;
using Gatehouse.Ai.Compliance.Words;

namespace Gatehouse.Ai.Compliance.Recognisers;

/// <summary>Geography below state: street addresses, post office boxes, and the place where somebody lives.</summary>
internal static class AddressRecogniser
{
    private const int MaxStreetWords = 4;

    public static void Read(Page page, int i)
    {
        ref readonly var token = ref page.Tokens.Span[i];
        if (token.Has(WordFlags.Street))
        {
            Street(page, i);
        }

        if (token.Has(WordFlags.CueHome))
        {
            Home(page, i);
        }

        if (token.Has(WordFlags.City))
        {
            CityAndState(page, i);
        }

        if (token.Length == 3 && page.Is(i, "box"))
        {
            PostBox(page, i);
        }

        if (token.Has(WordFlags.Organisation) && page.Is(i, "county") && i > 0 && page.Tokens[i - 1].Has(TokenShape.Capital) && !page.Tokens[i - 1].Has(WordFlags.Ordinary))
        {
            page.ReportTokens(EntityKind.Geography, i - 1, i, 0.55);
        }
    }

    // "4500 N. Elm Avenue": a number, one to four words, the kind of street.
    private static void Street(Page page, int i)
    {
        var tokens = page.Tokens.Span;
        var capital = tokens[i].Has(TokenShape.Capital);
        var after = i;
        for (var words = 1; words <= MaxStreetWords + 1; words++)
        {
            // The point of "N." and "St." may stand between, a line's end not.
            var j = page.PreviousWord(after, 1);
            if (j < 0 || tokens[after].Has(TokenShape.AfterLine) || (j != after - 1 && !page.IsSymbol(after - 1, '.')))
            {
                return;
            }

            var numbered = tokens[j].Kind != TokenKind.Word;
            if (numbered && words > 1 && IsHouseNumber(page, tokens[j]))
            {
                Report(page, j, i, capital);
                return;
            }

            if (!numbered && capital && !tokens[j].Has(TokenShape.Capital))
            {
                return;
            }

            after = j;
        }
    }

    // "221", "221B"; not "42nd".
    private static bool IsHouseNumber(Page page, in Token token) =>
        token.Length <= 6 && char.IsAsciiDigit(page.At(token.Start)) && (token.Kind == TokenKind.Number || !char.IsAsciiLetter(page.At(token.End - 2)));

    private static void Report(Page page, int first, int last, bool capital)
    {
        // Lower case is a turn of speech more often than an address: only the long words, or where somebody lives.
        var home = page.ContextOf(first, last).Saw(WordFlags.CueHome);
        var plain = page.Is(last, "street") || page.Is(last, "avenue") || page.Is(last, "boulevard") || page.Is(last, "road") || page.Is(last, "lane");
        page.ReportTokens(EntityKind.Address, first, last, capital ? 0.75 : home ? 0.7 : plain && page.Tokens[first].Kind == TokenKind.Number ? 0.5 : 0.2);
    }

    // "lives in Springfield", "resident of Oakdale", "from Tulsa".
    private static void Home(Page page, int i)
    {
        var next = page.NextWord(i, 0);
        if (next < 0 || !(page.Is(next, "in") || page.Is(next, "at") || page.Is(next, "of") || page.Is(next, "near") || page.Is(next, "to") || page.Is(i, "from")))
        {
            return;
        }

        var place = page.Is(i, "from") ? next : page.NextWord(next, 0);
        if (place < 0 || !page.Tokens[place].Has(TokenShape.Capital) || page.Tokens[place].Has(WordFlags.Month | WordFlags.Organisation))
        {
            return;
        }

        var city = page.Tokens[place].Has(WordFlags.City);
        if (city || (!page.Is(i, "from") && !page.Tokens[place].Has(WordFlags.State | WordFlags.Ordinary)))
        {
            page.ReportTokens(EntityKind.Geography, place, place, city ? 0.6 : 0.5);
        }
    }

    // "Boise, ID" and "Boise, Idaho".
    private static void CityAndState(Page page, int i)
    {
        var state = page.IsSymbol(i + 1, ',') ? i + 2 : -1;
        if (state > 0 && state < page.Tokens.Count && page.Tokens[i].Has(TokenShape.Capital) && page.Tokens[state].Has(WordFlags.State) && page.Tokens[state].Has(TokenShape.Capital)
            && (page.Tokens[state].Length > 2 || page.Tokens[state].Has(TokenShape.AllCapitals)))
        {
            page.ReportTokens(EntityKind.Geography, i, state, 0.55);
        }
    }

    private static void PostBox(Page page, int i)
    {
        var previous = page.PreviousWord(i, 1);
        var post = previous >= 0 && (page.Is(previous, "po") || page.Is(previous, "pob") || (page.Is(previous, "o") && page.PreviousWord(previous, 1) is >= 0 and var p && page.Is(p, "p")));
        if (post && i + 1 < page.Tokens.Count && page.Tokens[i + 1].Kind is TokenKind.Number or TokenKind.Mixed)
        {
            page.ReportTokens(EntityKind.Address, previous, i + 1, 0.75);
        }
    }
}
