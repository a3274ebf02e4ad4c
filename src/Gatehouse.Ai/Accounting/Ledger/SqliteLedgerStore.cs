using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Ai.Accounting.Ledger;

/// <summary>
/// The ledger in a file of its own. Write-ahead log, so that queries and the writer do not wait for each other; synchronous = FULL, so that what
/// is committed is on the disk before the spool forgets it. The provider is synchronous: never on a loop.
/// </summary>
internal sealed class SqliteLedgerStore : SqlLedgerStore
{
    /// <summary>Seconds that a writer waits for another: 5. Longer is an outage, and the spool keeps what there is.</summary>
    private const int BusySeconds = 5;

    private readonly string _connection;

    /// <param name="path">The file; its folder is made when missing.</param>
    /// <param name="busySeconds">Longest wait for another writer.</param>
    public SqliteLedgerStore(string path, int busySeconds = BusySeconds)
    {
        SqliteLibrary.Use();
        if (Path.GetDirectoryName(path) is { Length: > 0 } directory)
        {
            Directory.CreateDirectory(directory);
        }

        _connection = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = true,
            DefaultTimeout = busySeconds,
        }.ToString();
    }

    /// <inheritdoc/>
    protected override string IdType => "TEXT";

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(_connection);
        SqliteConnection.ClearPool(connection);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(_connection);
        try
        {
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            await ExecuteAsync(connection, null, "PRAGMA synchronous = FULL", cancellation).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override Task PrepareAsync(DbConnection connection, CancellationToken cancellation)
        => ExecuteAsync(connection, null, "PRAGMA journal_mode = WAL", cancellation);
}
