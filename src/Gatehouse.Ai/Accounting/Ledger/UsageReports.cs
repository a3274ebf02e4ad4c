namespace Gatehouse.Ai.Accounting.Ledger;

/// <summary>Questions about the ledger. On any thread: the database is asked on another one.</summary>
internal sealed class UsageReports(ILedgerStore store)
{
    private readonly CsvExport _csv = new(store);

    /// <summary>A page of sums. Throws <see cref="System.Data.Common.DbException"/> when the database does not answer.</summary>
    public Task<UsagePage> SumAsync(UsageQuery query, CancellationToken cancellation) => Task.Run(() => store.SumAsync(query, cancellation), cancellation);

    /// <summary>All sums as CSV. The stream is written on another thread.</summary>
    public Task WriteSumsAsync(Stream output, UsageQuery query, CancellationToken cancellation)
        => Task.Run(() => _csv.WriteSumsAsync(output, query, cancellation), cancellation);

    /// <summary>All entries as CSV. The stream is written on another thread.</summary>
    public Task WriteEntriesAsync(Stream output, UsageFilter filter, CancellationToken cancellation)
        => Task.Run(() => _csv.WriteEntriesAsync(output, filter, cancellation), cancellation);
}
