using Gatehouse.Ai.Compliance.Scanning;
using Gatehouse.Ai.Compliance.Words;

namespace Gatehouse.Ai.Compliance.Recognisers;

/// <summary>What consists of digits: tries the shapes from the surest to the vaguest; what has none needs a cue.</summary>
internal static class NumberRecogniser
{
    /// <summary>Reads the number that begins with a token. Returns the token to go on with.</summary>
    public static int Read(Page page, int i, NumberRun run, HealthSignals health)
    {
        run.Build(page, i);
        var context = page.ContextOf(i, run.Token(run.Groups - 1));
        var groups = Ip(page, run, context);
        groups = groups > 0 ? groups : Date(page, run, context);
        groups = groups > 0 ? groups : Card(page, run, context);
        groups = groups > 0 ? groups : SocialSecurity(page, run, context);
        groups = groups > 0 ? groups : PhoneNumbers.Read(page, run, context);
        groups = groups > 0 ? groups : National(page, run, context);
        groups = groups > 0 ? groups : Clinical(page, run, context, health);
        groups = groups > 0 ? groups : Age(page, run, context);
        groups = groups > 0 ? groups : PostalCode(page, run, context);
        groups = groups > 0 ? groups : CuedIdentifiers.Read(page, run, context);
        return groups > 0 ? run.Token(groups - 1) + 1 : i + 1;
    }

    internal static bool Report(Page page, NumberRun run, int groups, EntityKind kind, double score) => page.ReportTokens(kind, run.Token(0), run.Token(groups - 1), score);

    // Four octets. Private, loopback, link-local, documentation (RFC 5737) and reserved addresses identify nobody; versions look alike.
    private static int Ip(Page page, NumberRun run, in Context context)
    {
        if (run.Groups < 4 || run.Separator(0) != '.' || !run.IsUniform(4) || run.Separator(3) is '.' or '-' || run.IsInside)
        {
            return 0;
        }

        Span<int> octets = stackalloc int[4];
        var large = 0;
        for (var i = 0; i < 4; i++)
        {
            if (run.LengthOf(i) > 3 || run.Value(i) > 255)
            {
                return 0;
            }

            octets[i] = run.Value(i);
            large += octets[i] > 31 ? 1 : 0;
        }

        var (a, b, c) = (octets[0], octets[1], octets[2]);
        var special = a is 0 or 10 or 127 || a >= 224 || (a == 172 && b is >= 16 and <= 31) || (a == 192 && b == 168) || (a == 169 && b == 254)
            || (a == 192 && b == 0) || (a == 198 && b is 18 or 19 or 51) || (a == 203 && b == 0 && c == 113) || (a == 100 && b is >= 64 and <= 127)
            // Public resolvers.
            || (octets is [8, 8, 8, 8] or [8, 8, 4, 4] or [1, 1, 1, 1] or [1, 0, 0, 1] or [9, 9, 9, 9]);
        var score = special || context.IsNegative || run.Before is 'v' or 'V' ? 0.1 : large == 0 ? 0.3 : 0.6;
        Report(page, run, 4, EntityKind.Ip, special ? score : context.Has(WordFlags.CueIp) ? score + Context.Boost : score);
        return 4;
    }

    private static int Date(Page page, NumberRun run, in Context context) => DateRecogniser.ReadNumeric(page, run, context);

    // ISO/IEC 7812: prefix and length of the large networks, Luhn. Sixteen digits pass Luhn by chance once in ten, so prefixes matter.
    private static int Card(Page page, NumberRun run, in Context context)
    {
        for (var groups = Math.Min(run.Groups, 19); groups >= 1; groups--)
        {
            var digits = run.Digits(groups);
            if (digits.Length is < 13 or > 19 || !CardNetworks.Matches(digits) || !Checksums.Luhn(digits) || (run.IsInside && !context.Has(WordFlags.CueCard)))
            {
                continue;
            }

            // One group, or groups of four and the like, or digit by digit: not a column of figures.
            var tidy = groups == 1 || groups >= 12 || (run.LengthOf(0) == 4 && run.LengthOf(groups - 1) >= 2);
            var cue = context.Has(WordFlags.CueCard);
            var score = !tidy && !cue ? 0.3 : CardNetworks.IsSample(digits) ? (cue && groups > 1 ? 0.6 : 0.2) : context.IsNegative && !cue ? 0.3 : 1;
            if (Report(page, run, groups, EntityKind.Card, score) || groups == 1)
            {
                return groups;
            }
        }

        return 0;
    }

    // SSN and ITIN: nine digits, 3-2-4. Area 000, 666 and 9xx, group 00 and serial 0000 are not given out (SSA); 9xx with some groups is an ITIN (IRS).
    private static int SocialSecurity(Page page, NumberRun run, in Context context)
    {
        var cue = context.Has(WordFlags.CueSsn | WordFlags.CueTax);
        for (var groups = 1; groups <= Math.Min(run.Groups, 9); groups++)
        {
            if (run.Count(groups) != 9)
            {
                continue;
            }

            var delimited = groups == 3 && run.Has(3, 2, 4) && run.IsUniform(3);
            if (!delimited && !cue)
            {
                return 0;
            }

            var digits = run.Digits(groups);
            var area = run.Value(0);
            var itin = digits[0] == '9' && int.Parse(digits[3..5], System.Globalization.CultureInfo.InvariantCulture) is >= 50 and <= 65 or >= 70 and <= 88 or >= 90 and <= 92 or >= 94 and <= 99;
            var valid = itin || (delimited && area is not (0 or 666 or >= 900) && digits[3..5] is not "00" && digits[5..] is not "0000" && digits is not ("078051120" or "219099999"));
            var score = (run.IsInside || !run.MayEnd(groups)) && !cue ? 0.2
                : !delimited ? 0.2
                : !valid ? 0.2
                : run.Separator(0) == '-' ? 0.6
                : 0.45;
            score = cue ? score + Context.Boost : context.IsNegative ? score - 0.15 : score;
            return Report(page, run, groups, itin ? EntityKind.Itin : EntityKind.Ssn, score) ? groups : 0;
        }

        return 0;
    }

    // Numbers with a check digit that other countries and registers give out.
    private static int National(Page page, NumberRun run, in Context context)
    {
        for (var groups = 1; groups <= Math.Min(run.Groups, 10); groups++)
        {
            var digits = run.Digits(groups);
            var (kind, score) = digits.Length switch
            {
                10 when Checksums.Npi(digits) && context.Has(WordFlags.CueNpi) => (EntityKind.Npi, 1.0),
                10 when context.Has(WordFlags.CueNpi) => (EntityKind.Npi, 0.55),
                10 when Checksums.Nhs(digits) && (context.Has(WordFlags.CueNhs) || (run.Has(3, 3, 4) && run.IsUniform(3) && run.Separator(0) == ' ' && !context.IsNegative)) => (EntityKind.Nhs, context.Has(WordFlags.CueNhs) ? 1.0 : 0.5),
                10 when context.Has(WordFlags.CueNhs) => (EntityKind.Nhs, 0.55),
                9 when Checksums.Aba(digits) && context.Has(WordFlags.CueAba) => (EntityKind.Aba, 0.95),
                9 when context.Has(WordFlags.CueAba) => (EntityKind.Aba, 0.5),
                9 when Checksums.Luhn(digits) && context.Has(WordFlags.CueSin) => (EntityKind.Sin, 0.9),
                9 when context.Has(WordFlags.CueSin) && run.Has(3, 3, 3) => (EntityKind.Sin, 0.5),
                14 when Checksums.Gtin14(digits) && run.Groups > 0 && run.Before == ')' => (EntityKind.Device, context.Has(WordFlags.CueDevice) ? 0.95 : 0.5),
                _ => (EntityKind.None, 0),
            };
            if (kind != EntityKind.None && Report(page, run, groups, kind, score))
            {
                return groups;
            }
        }

        return 0;
    }

    // CPT behind its cue, NDC by its shape: codes of procedures and drugs speak of health and identify nobody.
    private static int Clinical(Page page, NumberRun run, in Context context, HealthSignals health)
    {
        if (context.Has(WordFlags.CueCode) && run.Groups == 1 && run.LengthOf(0) == 5)
        {
            health.AddStrong();
            return 1;
        }

        if (run.Groups >= 3 && run.Separator(0) == '-' && run.IsUniform(3) && (run.Has(4, 4, 2) || run.Has(5, 3, 2) || run.Has(5, 4, 1) || run.Has(5, 4, 2)))
        {
            if (context.Has(WordFlags.CueCode) || context.Saw(WordFlags.Clinical))
            {
                health.AddStrong();
            }
            else
            {
                health.AddHint("ndc");
            }

            return 3;
        }

        return 0;
    }

    // Ages over 89 identify (45 CFR 164.514(b)(2)(i)(C)).
    private static int Age(Page page, NumberRun run, in Context context)
    {
        if (run.LengthOf(0) is not (2 or 3) || run.Value(0) is < 90 or > 125)
        {
            return 0;
        }

        var i = run.Token(0);
        var unit = page.NextWord(i, 1);
        var previous = page.PreviousWord(i);
        var old = unit >= 0 && (page.Is(unit, "yo") || (page.Is(unit, "y") && (page.Is(unit + 2, "o") || page.Is(unit + 1, "o")))
            || (page.Tokens[unit].Has(WordFlags.Years) && page.NextWord(unit, 1) is >= 0 and var next && (page.Is(next, "old") || page.Is(next, "of") || page.Tokens[next].Has(WordFlags.Clinical))));
        var aged = previous >= 0 && (page.Tokens[previous].Has(WordFlags.CueAge) || (page.PreviousWord(previous) is >= 0 and var second && page.Tokens[second].Has(WordFlags.CueAge)));
        return (old || aged) && !context.IsNegative && page.ReportTokens(EntityKind.Age, i, i, 0.8) ? 1 : 0;
    }

    // ZIP and ZIP+4 behind a state, or with a cue.
    private static int PostalCode(Page page, NumberRun run, in Context context)
    {
        if (run.LengthOf(0) != 5)
        {
            return 0;
        }

        var groups = run.Groups > 1 && run.LengthOf(1) == 4 && run.Separator(0) == '-' ? 2 : 1;
        var previous = page.PreviousWord(run.Token(0), 1);
        var state = previous >= 0 && page.Tokens[previous].Has(WordFlags.State) && (page.Tokens[previous].Length > 2 ? page.Tokens[previous].Has(TokenShape.Capital) : page.Tokens[previous].Has(TokenShape.AllCapitals));
        if (!state && !context.Has(WordFlags.CueZip))
        {
            return 0;
        }

        // The city stands before the state.
        var first = state && page.PreviousWord(previous, 1) is >= 0 and var city && page.Tokens[city].Has(TokenShape.Capital) ? city : state ? previous : run.Token(0);
        return page.ReportTokens(EntityKind.Geography, first, run.Token(groups - 1), 0.7) ? groups : 0;
    }
}
