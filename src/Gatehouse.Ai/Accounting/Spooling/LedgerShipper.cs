using Gatehouse.Ai.Accounting.Ledger;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Ai.Accounting.Spooling;

/// <summary>
/// Carries entries from the spool to the database, in order, in batches. A segment is deleted when all its entries are committed and all
/// attempts that began in it have ended; until then a second delivery is harmless, because the database knows an attempt by its id.
/// One call at a time.
/// </summary>
internal sealed class LedgerShipper(Spool spool, ILedgerStore store, ILogger logger)
{
    private const int BatchSize = 500;

    private readonly Dictionary<long, SegmentProgress> _segments = [];
    private readonly Dictionary<Guid, SegmentProgress> _open = [];
    private readonly Dictionary<Guid, bool> _carried = [];
    private readonly List<LedgerEntry> _batch = new(BatchSize);
    private long _shipped;

    /// <summary>Entries that the database has committed.</summary>
    public long Shipped => Interlocked.Read(ref _shipped);

    /// <summary>Attempts that have begun and not ended, as far as the spool was read.</summary>
    public int Open { get; private set; }

    /// <summary>Ships what there is. Throws what the database throws; what was not committed is tried again the next time.</summary>
    public async Task ShipAsync(CancellationToken cancellation)
    {
        foreach (var extent in spool.Extents())
        {
            if (!_segments.TryGetValue(extent.Sequence, out var progress))
            {
                _segments.Add(extent.Sequence, progress = new SegmentProgress());
            }

            try
            {
                await ShipAsync(extent, progress, cancellation).ConfigureAwait(false);
            }
            catch (FormatException e)
            {
                AccountingLog.Unreadable(logger, Path.GetFileName(extent.Path), e.Message);
                spool.PutAside(extent.Sequence);
                _segments.Remove(extent.Sequence);
                continue;
            }

            progress.IsRead = extent.IsSealed;
        }

        if (spool.IsHalfFull)
        {
            Carry();
        }

        foreach (var (sequence, progress) in _segments.Where(s => s.Value is { IsRead: true, Open: 0 }).ToArray())
        {
            spool.Delete(sequence);
            _segments.Remove(sequence);
        }

        Open = _open.Count;
    }

    // A stream of hours must not keep a whole segment, nor an attempt that nobody ever ended fill the disk with others.
    private void Carry()
    {
        foreach (var extent in spool.Extents())
        {
            if (!_segments.TryGetValue(extent.Sequence, out var progress) || !progress.IsRead || progress.Open == 0)
            {
                continue;
            }

            long position = 0;
            while (progress.Open > 0 && SpoolReader.Read(extent, position) is { Count: > 0 } records)
            {
                foreach (var record in records)
                {
                    if (record.Kind == SpoolRecordKind.Started && _open.TryGetValue(record.AttemptId, out var begun) && begun == progress)
                    {
                        _open.Remove(record.AttemptId);
                        _carried[record.AttemptId] = false;
                        progress.Open--;
                        spool.Carry(record.Entry!);
                    }
                }

                position = records[^1].Next;
            }
        }
    }

    private async Task ShipAsync(SpoolExtent extent, SegmentProgress progress, CancellationToken cancellation)
    {
        while (SpoolReader.Read(extent, progress.Position) is { Count: > 0 } records)
        {
            for (int from = 0; from < records.Count;)
            {
                int to = NextBatch(records, from);
                if (_batch.Count > 0)
                {
                    await store.AppendAsync(_batch, cancellation).ConfigureAwait(false);
                    Interlocked.Add(ref _shipped, _batch.Count);
                }

                for (; from < to; from++)
                {
                    Follow(records[from], progress);
                }
            }
        }
    }

    private int NextBatch(IReadOnlyList<SpoolRecord> records, int from)
    {
        _batch.Clear();
        while (from < records.Count && _batch.Count < BatchSize)
        {
            if (records[from].Kind == SpoolRecordKind.Ended)
            {
                _batch.Add(records[from].Entry!);
            }

            from++;
        }

        return from;
    }

    private void Follow(in SpoolRecord record, SegmentProgress progress)
    {
        progress.Position = record.Next;
        if (record.Kind == SpoolRecordKind.Started)
        {
            // One that was carried may have ended before it was noted again.
            bool hasEnded = _carried.Remove(record.AttemptId, out bool ended) && ended;
            if (!hasEnded && _open.TryAdd(record.AttemptId, progress))
            {
                progress.Open++;
            }
        }
        else if (_open.Remove(record.AttemptId, out var begun))
        {
            begun.Open--;
        }
        else if (_carried.ContainsKey(record.AttemptId))
        {
            _carried[record.AttemptId] = true;
        }
    }
}
