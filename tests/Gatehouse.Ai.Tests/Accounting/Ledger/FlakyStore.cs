using Gatehouse.Ai.Accounting.Ledger;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Ai.Tests.Accounting.Ledger;

/// <summary>A store whose network breaks: before a batch is written, or after it was and before anybody heard so.</summary>
internal sealed class FlakyStore(ILedgerStore inner) : ILedgerStore
{
    /// <summary>What happens to the next batches: <c>before</c>, <c>after</c>, or nothing.</summary>
    public Queue<string> Failures { get; set; } = new();

    /// <summary>Called after each batch.</summary>
    public Action? Appended { get; set; }

    public Task MigrateAsync(CancellationToken cancellation) => inner.MigrateAsync(cancellation);

    public async Task<int> AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellation)
    {
        string failure = Failures.TryDequeue(out string? next) ? next : "";
        if (failure == "before")
        {
            throw new SqliteException("gone", 1);
        }

        int added = await inner.AppendAsync(entries, cancellation);
        Appended?.Invoke();
        return failure == "after" ? throw new SqliteException("gone", 1) : added;
    }

    public Task<UsagePage> SumAsync(UsageQuery query, CancellationToken cancellation) => inner.SumAsync(query, cancellation);

    public IAsyncEnumerable<LedgerEntry> ReadAsync(UsageFilter filter, CancellationToken cancellation) => inner.ReadAsync(filter, cancellation);

    public Task<IReadOnlyList<Spending>> SpendingAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
        => inner.SpendingAsync(from, until, cancellation);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
