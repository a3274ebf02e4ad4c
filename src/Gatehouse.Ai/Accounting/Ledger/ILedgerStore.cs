namespace Gatehouse.Ai.Accounting.Ledger;

/// <summary>The ledger's database. Not on a loop: members may wait for a disk. Errors are <see cref="System.Data.Common.DbException"/>.</summary>
internal interface ILedgerStore : IAsyncDisposable
{
    /// <summary>Brings the tables up to date.</summary>
    Task MigrateAsync(CancellationToken cancellation);

    /// <summary>Writes entries in one transaction; those whose attempt is there already are left as they are. Returns how many were new.</summary>
    Task<int> AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellation);

    /// <summary>Sums, by what the query groups by.</summary>
    Task<UsagePage> SumAsync(UsageQuery query, CancellationToken cancellation);

    /// <summary>Entries by time and attempt, in pages of the database's own.</summary>
    IAsyncEnumerable<LedgerEntry> ReadAsync(UsageFilter filter, CancellationToken cancellation);

    /// <summary>Spending by who and which model, for counters that begin.</summary>
    /// <param name="from">First moment that counts.</param>
    /// <param name="until">First moment that does not.</param>
    /// <param name="cancellation">Ends it.</param>
    Task<IReadOnlyList<Spending>> SpendingAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation);
}
