using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.TestKit.Processes;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Gatehouse.Ai.Tests.Accounting.Ledger;

public class SqliteLedgerStoreTests : LedgerStoreTests
{
    internal override async Task<LedgerStoreBench> OpenAsync()
    {
        var folder = new TemporaryFolder();
        string path = folder.File("ledger.db");
        var store = new SqliteLedgerStore(path);
        await store.MigrateAsync(default);
        return new LedgerStoreBench(store, () => new SqliteConnection($"Data Source={path};Pooling=False"), folder.Dispose);
    }

    [Fact]
    public async Task Library_is_the_systems_where_there_is_one()
    {
        await using var bench = await OpenAsync();
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        if (File.Exists("/usr/lib/x86_64-linux-gnu/libsqlite3.so.0"))
        {
            // The package brings 3.35.5.
            Assert.True(Version.Parse(connection.ServerVersion) > new Version(3, 35, 5), connection.ServerVersion);
        }
        else
        {
            Assert.True(Version.Parse(connection.ServerVersion) >= new Version(3, 35, 5), connection.ServerVersion);
        }
    }

    [Fact]
    public async Task Journal_is_written_ahead()
    {
        using var folder = new TemporaryFolder();
        await using var store = new SqliteLedgerStore(folder.File("ledger.db"));
        await store.MigrateAsync(default);
        await using var connection = new SqliteConnection($"Data Source={folder.File("ledger.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode";
        Assert.Equal("wal", await command.ExecuteScalarAsync());
    }
}
