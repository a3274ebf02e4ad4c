using Gatehouse.Ai.Accounting.Ledger;
using Npgsql;
using Xunit;

namespace Gatehouse.Ai.Tests.Accounting.Ledger;

public class PostgresLedgerStoreTests(PostgresFixture fixture) : LedgerStoreTests, IClassFixture<PostgresFixture>
{
    internal override async Task<LedgerStoreBench> OpenAsync()
    {
        string schema = fixture.NextSchema();
        string connection = $"{fixture.Server.ConnectionString};Search Path={schema};Pooling=false";
        await using (var first = new NpgsqlConnection(fixture.Server.ConnectionString + ";Pooling=false"))
        {
            await first.OpenAsync();
            await using var command = first.CreateCommand();
#pragma warning disable CA2100 // A name of the fixture's own.
            command.CommandText = $"CREATE SCHEMA {schema}";
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }

        var store = new PostgresLedgerStore($"{fixture.Server.ConnectionString};Search Path={schema}");
        await store.MigrateAsync(default);
        return new LedgerStoreBench(store, () => new NpgsqlConnection(connection), () => { });
    }

    [Fact]
    public async Task Nodes_that_start_together_migrate_once()
    {
        await using var bench = await OpenAsync();
        await bench.ExecuteAsync("DROP TABLE ai_ledger; DROP TABLE ai_ledger_schema");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => bench.Store.MigrateAsync(default)));
        Assert.Equal(1, await bench.Store.AppendAsync([EntrySamples.Bare], default));
    }
}
