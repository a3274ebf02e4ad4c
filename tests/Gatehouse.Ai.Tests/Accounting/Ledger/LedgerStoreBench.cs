using System.Data.Common;
using Gatehouse.Ai.Accounting.Ledger;

namespace Gatehouse.Ai.Tests.Accounting.Ledger;

/// <summary>A migrated store with nothing in it, and a way past it.</summary>
internal sealed class LedgerStoreBench(ILedgerStore store, Func<DbConnection> connect, Action end) : IAsyncDisposable
{
    public ILedgerStore Store => store;

    public async Task<List<LedgerEntry>> AllAsync()
    {
        var all = new List<LedgerEntry>();
        await foreach (var entry in store.ReadAsync(new UsageFilter(), default))
        {
            all.Add(entry);
        }

        return all;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        end();
    }
}
