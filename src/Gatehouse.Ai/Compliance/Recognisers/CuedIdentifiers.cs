using Gatehouse.Ai.Compliance.Scanning;
using Gatehouse.Ai.Compliance.Words;

namespace Gatehouse.Ai.Compliance.Recognisers;

/// <summary>Identifiers without a shape of their own: the cue says what they are, their length whether they may be.</summary>
internal static class CuedIdentifiers
{
    private const double Base = 0.25;

    private static readonly (WordFlags Cue, EntityKind Kind, int Min, int Max)[] Rules =
    [
        (WordFlags.CueMrn, EntityKind.Mrn, 4, 16),
        (WordFlags.CuePlan, EntityKind.HealthPlan, 5, 18),
        (WordFlags.CueAccount, EntityKind.Account, 5, 20),
        (WordFlags.CueAba, EntityKind.Account, 6, 20),
        (WordFlags.CuePassport, EntityKind.Passport, 6, 10),
        (WordFlags.CueLicence, EntityKind.Licence, 5, 15),
        (WordFlags.CueNpi, EntityKind.Npi, 8, 12),
        (WordFlags.CueDea, EntityKind.Dea, 7, 10),
        (WordFlags.CueDevice, EntityKind.Device, 5, 24),
        (WordFlags.CueVehicle, EntityKind.Vehicle, 5, 17),
        (WordFlags.CueNhs, EntityKind.Nhs, 9, 10),
        (WordFlags.CueNino, EntityKind.Nino, 8, 9),
        (WordFlags.CueSin, EntityKind.Sin, 9, 9),
        (WordFlags.CueTax, EntityKind.Itin, 8, 11),
        (WordFlags.CueSsn, EntityKind.Ssn, 8, 10),
    ];

    /// <summary>A number in one or several groups. Returns how many groups were read, 0 for none.</summary>
    public static int Read(Page page, NumberRun run, in Context context)
    {
        if (context.IsNegative)
        {
            return 0;
        }

        var groups = 1;
        while (groups < run.Groups && groups < 20 && (run.Separator(groups - 1) is '-' or '.' or '/' || (run.LengthOf(groups - 1) <= 4 && run.LengthOf(groups) <= 4)))
        {
            groups++;
        }

        for (; groups >= 1; groups--)
        {
            var (kind, score) = Judge(run.Count(groups), context);
            if (kind != EntityKind.None && NumberRecogniser.Report(page, run, groups, kind, score))
            {
                return groups;
            }
        }

        return 0;
    }

    /// <summary>What an identifier of so many letters and digits is by what stands around it.</summary>
    public static (EntityKind Kind, double Score) Judge(int length, in Context context)
    {
        if (context.IsNegative)
        {
            return (EntityKind.None, 0);
        }

        foreach (var (cue, kind, min, max) in Rules)
        {
            if (context.Has(cue) && length >= min && length <= max)
            {
                return (kind, Base + Context.Boost);
            }
        }

        // "patient no. 44817", "employee ID 90211": some number, of a person.
        if (length is >= 4 and <= 24 && context.Cue == WordFlags.None && context.Saw(WordFlags.CueId))
        {
            return (EntityKind.UniqueId, length >= 5 || context.Saw(WordFlags.Person) ? Base + Context.Boost : Base);
        }

        return (EntityKind.None, 0);
    }
}
