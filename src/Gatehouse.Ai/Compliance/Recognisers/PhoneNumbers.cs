using Gatehouse.Ai.Compliance.Scanning;
using Gatehouse.Ai.Compliance.Words;

namespace Gatehouse.Ai.Compliance.Recognisers;

/// <summary>Telephone and fax numbers: North American by its shape (NANP), international behind '+', others with a cue.</summary>
internal static class PhoneNumbers
{
    /// <summary>Returns how many groups were read, 0 when it is no telephone number.</summary>
    public static int Read(Page page, NumberRun run, in Context context)
    {
        var fax = context.Has(WordFlags.CueFax);
        var cue = fax || context.Has(WordFlags.CuePhone);
        if (run.IsInside && !cue)
        {
            return 0;
        }

        var (groups, score) = run.Before == '+' ? International(run) : NorthAmerican(run);
        if (groups == 0)
        {
            (groups, score) = British(run);
        }

        if (groups == 0 && cue)
        {
            (groups, score) = Cued(run);
        }

        if (groups == 0)
        {
            return 0;
        }

        score = cue ? score + Context.Boost : context.IsNegative || (context.Cue & WordFlags.SpecificCues & ~WordFlags.CueIp) != 0 ? score - 0.2 : score;
        // The parenthesis and the plus belong to it.
        var start = page.Tokens[run.Token(0)].Start - (run.Before is '+' or '(' ? 1 : 0);
        return page.Report(fax ? EntityKind.Fax : EntityKind.Phone, start, page.Tokens[run.Token(groups - 1)].End, score) ? groups : 0;
    }

    private static (int Groups, double Score) International(NumberRun run)
    {
        for (var groups = Math.Min(run.Groups, 8); groups >= 1; groups--)
        {
            if (run.Count(groups) is >= 8 and <= 15)
            {
                return (groups, run.Digits(groups)[0] == '0' ? 0.3 : 0.65);
            }
        }

        return (0, 0);
    }

    private static (int Groups, double Score) NorthAmerican(NumberRun run)
    {
        var country = run.LengthOf(0) == 1 && run.Group(0)[0] == '1' && run.Groups >= 4 ? 1 : 0;
        if (run.Groups < 3 + country || run.LengthOf(country) != 3 || run.LengthOf(country + 1) != 3 || run.LengthOf(country + 2) != 4 || run.Group(country)[0] is '0' or '1' || !run.MayEnd(country + 3))
        {
            return (0, 0);
        }

        // Toll-free numbers belong to organisations.
        var free = run.Value(country) is 800 or 888 or 877 or 866 or 855 or 844 or 833;
        var separator = run.Separator(country + 1);
        var first = run.Separator(country);
        var score = first == ')' ? 0.7 : separator == '-' && first is '-' or '/' or '.' ? 0.6 : separator == '.' && first == '.' ? 0.5 : 0.4;
        return (country + 3, free ? score - 0.3 : country == 1 && score < 0.5 ? 0.5 : score);
    }

    private static (int Groups, double Score) British(NumberRun run)
    {
        if (run.Group(0)[0] != '0')
        {
            return (0, 0);
        }

        for (var groups = 2; groups <= Math.Min(run.Groups, 4); groups++)
        {
            if (run.Count(groups) == 11 && run.LengthOf(0) is >= 3 and <= 5 && run.Separator(0) == ' ')
            {
                return (groups, run.Group(0)[1] == '7' ? 0.55 : 0.4);
            }
        }

        return (0, 0);
    }

    // Seven digits in two groups, ten or eleven in any, digit by digit.
    private static (int Groups, double Score) Cued(NumberRun run)
    {
        for (var groups = Math.Min(run.Groups, 15); groups >= 1; groups--)
        {
            var count = run.Count(groups);
            if (count is >= 9 and <= 15 || (groups == 2 && run.Has(3, 4)) || (count == 7 && groups is 1 or 7))
            {
                return (groups, count is 10 or 11 || groups == 2 ? 0.25 : 0.2);
            }
        }

        return (0, 0);
    }
}
