using System.Globalization;
using Gatehouse.Ai.Compliance.Scanning;
using Gatehouse.Ai.Compliance.Words;

namespace Gatehouse.Ai.Compliance.Recognisers;

/// <summary>
/// Dates tied to a person: of birth, or of care (admission, visit, death). More exact than a year, as Safe Harbor has it. A date without
/// such a word is nobody's.
/// </summary>
internal static class DateRecogniser
{
    private const int CueWords = 8;
    private const double Base = 0.3;

    /// <summary>Three groups of digits. Returns 3, or 0 when they are no date.</summary>
    public static int ReadNumeric(Page page, NumberRun run, in Context near)
    {
        if (run.Groups < 3 || run.Separator(0) is not ('/' or '-' or '.' or ' ') || !run.IsUniform(3) || !run.MayEnd(3) || run.IsInside || run.LengthOf(0) is not (1 or 2 or 4) || run.LengthOf(1) > 2)
        {
            return 0;
        }

        var (a, b, c) = (run.Value(0), run.Value(1), run.Value(2));
        var yearFirst = run.LengthOf(0) == 4 && run.LengthOf(2) <= 2 && IsYear(a) && b is >= 1 and <= 12 && c is >= 1 and <= 31;
        var yearLast = run.LengthOf(0) <= 2 && run.LengthOf(2) is 2 or 4 && (run.LengthOf(2) == 2 || IsYear(c)) && ((a is >= 1 and <= 12 && b is >= 1 and <= 31) || (a is >= 1 and <= 31 && b is >= 1 and <= 12));
        if (!yearFirst && !yearLast)
        {
            return 0;
        }

        // Blanks join figures that have nothing to do with each other, unless a date was asked for.
        if (run.Separator(0) == ' ' && !near.Has(WordFlags.CueBirth))
        {
            return 0;
        }

        return Report(page, run.Token(0), run.Token(2)) || run.Separator(0) is '/' or '-' ? 3 : 0;
    }

    /// <summary>A month and what stands around it. Returns the token to go on with.</summary>
    public static int Read(Page page, int i)
    {
        var tokens = page.Tokens;
        var next = page.NextWord(i, 1);
        var previous = page.PreviousWord(i, 1);
        if (previous >= 0 && page.Is(previous, "of"))
        {
            previous = page.PreviousWord(previous, 0);
        }

        var dayBefore = previous >= 0 && IsDay(page, previous);
        var dayAfter = !dayBefore && next >= 0 && IsDay(page, next);
        var year = dayAfter ? page.NextWord(next, 1) : next;
        var hasYear = year >= 0 && tokens[year].Kind == TokenKind.Number && (tokens[year].Length == 4 && IsYear(Value(page, year)) || (tokens[year].Length == 2 && (dayAfter || dayBefore)));
        if (!dayBefore && !dayAfter && !hasYear)
        {
            return i + 1;
        }

        var first = dayBefore ? previous : i;
        var last = hasYear ? year : dayAfter ? next : i;
        Report(page, first, last);
        return last + 1;
    }

    private static bool Report(Page page, int first, int last)
    {
        var context = page.ContextOf(first, last, CueWords);
        if (context.Has(WordFlags.CueBirth))
        {
            return page.ReportTokens(EntityKind.BirthDate, first, last, 0.9);
        }

        return context.Has(WordFlags.CueCare) && page.ReportTokens(EntityKind.Date, first, last, Base + Context.Boost);
    }

    private static bool IsDay(Page page, int i)
    {
        var token = page.Tokens[i];
        if (token.Kind == TokenKind.Number)
        {
            return token.Length <= 2 && Value(page, i) is >= 1 and <= 31;
        }

        // "14th".
        return token.Kind == TokenKind.Mixed && token.Length <= 4 && char.IsAsciiDigit(page.At(token.Start)) && page.At(token.End - 2) is 't' or 's' or 'n' or 'r' or 'T' or 'S' or 'N' or 'R';
    }

    private static int Value(Page page, int i) => int.Parse(page.Of(i), CultureInfo.InvariantCulture);

    private static bool IsYear(int year) => year is >= 1900 and <= 2100;
}
