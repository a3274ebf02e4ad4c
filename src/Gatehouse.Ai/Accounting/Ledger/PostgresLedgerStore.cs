using System.Data.Common;
using Npgsql;

namespace Gatehouse.Ai.Accounting.Ledger;

/// <summary>The ledger in PostgreSQL, shared by nodes. Rows of a batch travel together; requests never wait for any of it.</summary>
internal sealed class PostgresLedgerStore : SqlLedgerStore
{
    /// <summary>Most connections of a node: one ships, the others answer queries.</summary>
    private const int MaxConnections = 4;

    /// <summary>Any number that no other program locks: nodes that start together must not migrate together.</summary>
    private const long MigrationLock = 0x6768_6C65_6467_6572;

    private static readonly string Insert =
        $"INSERT INTO ai_ledger ({string.Join(", ", LedgerColumns.Names)}) VALUES ({string.Join(", ", LedgerColumns.Names.Select((_, i) => $"${i + 1}"))}) ON CONFLICT DO NOTHING";

    private readonly NpgsqlDataSource _source;

    /// <param name="connectionString">As Npgsql reads it.</param>
    public PostgresLedgerStore(string connectionString)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(connectionString);
        builder.EnableTransportSecurity();
        builder.ConnectionStringBuilder.MaxPoolSize = Math.Min(builder.ConnectionStringBuilder.MaxPoolSize, MaxConnections);
        builder.ConnectionStringBuilder.ApplicationName ??= "gatehouse";
        _source = builder.Build();
    }

    /// <inheritdoc/>
    protected override string IdType => "UUID";

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <inheritdoc/>
    protected override async Task<DbConnection> OpenAsync(CancellationToken cancellation)
        => await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    protected override Task LockAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellation)
        => ExecuteAsync(connection, transaction, $"SELECT pg_advisory_xact_lock({MigrationLock})", cancellation);

    /// <inheritdoc/>
    protected override async Task<int> InsertAsync(
        DbConnection connection, DbTransaction transaction, IReadOnlyList<LedgerEntry> entries, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch((NpgsqlConnection)connection, (NpgsqlTransaction)transaction);
        foreach (var entry in entries)
        {
            var command = new NpgsqlBatchCommand(Insert);
            foreach (object? value in LedgerColumns.ValuesOf(entry))
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
            }

            batch.BatchCommands.Add(command);
        }

        return await batch.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }
}
