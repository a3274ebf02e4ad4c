using Gatehouse.Ai.Accounting.Ledger;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Ai.Accounting.Spooling;

/// <summary>Ends what a process that died had begun. Dying again in the middle does no harm: an attempt's id makes its entry the only one.</summary>
internal static class SpoolRecovery
{
    /// <summary>Ends every attempt of earlier segments that has no end; returns them. Before anything is appended.</summary>
    public static IReadOnlyList<LedgerEntry> Run(Spool spool, ILogger logger)
    {
        var open = new Dictionary<Guid, LedgerEntry>();
        foreach (var extent in spool.Extents().Where(e => e.IsSealed))
        {
            try
            {
                Follow(extent, open);
            }
            catch (FormatException e)
            {
                AccountingLog.Unreadable(logger, Path.GetFileName(extent.Path), e.Message);
                spool.PutAside(extent.Sequence);
            }
        }

        foreach (var entry in open.Values)
        {
            spool.End(entry);
        }

        if (open.Count > 0)
        {
            AccountingLog.Recovered(logger, open.Count);
        }

        return [.. open.Values];
    }

    private static void Follow(in SpoolExtent extent, Dictionary<Guid, LedgerEntry> open)
    {
        long position = 0;
        while (SpoolReader.Read(extent, position) is { Count: > 0 } records)
        {
            foreach (var record in records)
            {
                if (record.Kind == SpoolRecordKind.Started)
                {
                    open[record.AttemptId] = record.Entry!;
                }
                else
                {
                    open.Remove(record.AttemptId);
                }
            }

            position = records[^1].Next;
        }
    }
}
