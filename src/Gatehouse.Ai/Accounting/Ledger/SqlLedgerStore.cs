using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Gatehouse.Ai.Accounting.Ledger;

/// <summary>What SQLite and PostgreSQL have in common, which is nearly everything: integers, texts, and <c>ON CONFLICT DO NOTHING</c>.</summary>
internal abstract class SqlLedgerStore : ILedgerStore
{
    private const int ReadPage = 1000;

    private static readonly string AllColumns = string.Join(", ", LedgerColumns.Names);
    private static readonly string TokenSums = string.Join(", ", LedgerColumns.TokenNames.Select(n => $"CAST(SUM({n}) AS BIGINT)"));

    private static readonly string Insert =
        $"INSERT INTO ai_ledger ({AllColumns}) VALUES ({string.Join(", ", LedgerColumns.Names.Select(n => "@" + n))}) ON CONFLICT DO NOTHING";

    /// <inheritdoc/>
    public async Task MigrateAsync(CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation).ConfigureAwait(false);
        await PrepareAsync(connection, cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await LockAsync(connection, transaction, cancellation).ConfigureAwait(false);
        await ExecuteAsync(connection, transaction, "CREATE TABLE IF NOT EXISTS ai_ledger_schema (version BIGINT PRIMARY KEY)", cancellation).ConfigureAwait(false);
        await using var read = CommandOf(connection, transaction, "SELECT COALESCE(MAX(version), 0) FROM ai_ledger_schema");
        long version = Convert.ToInt64(await read.ExecuteScalarAsync(cancellation).ConfigureAwait(false), CultureInfo.InvariantCulture);
        var steps = LedgerMigrations.Steps;
        if (version > steps.Count)
        {
            throw new InvalidOperationException($"The ledger's tables are of version {version}, this program knows up to {steps.Count}.");
        }

        for (long step = version; step < steps.Count; step++)
        {
            await ExecuteAsync(connection, transaction, steps[(int)step].Replace("{id}", IdType, StringComparison.Ordinal), cancellation).ConfigureAwait(false);
            await ExecuteAsync(connection, transaction, $"INSERT INTO ai_ledger_schema (version) VALUES ({step + 1})", cancellation).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<int> AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        int added = await InsertAsync(connection, transaction, entries, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return added;
    }

    /// <inheritdoc/>
    public async Task<UsagePage> SumAsync(UsageQuery query, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, UsageQuery.MaxLimit);
        ArgumentOutOfRangeException.ThrowIfNegative(query.Offset);
        string keys = string.Concat(query.GroupBy.Select(d => ExpressionOf(d) + ", "));
        string places = string.Join(", ", Enumerable.Range(1, query.GroupBy.Count));
        await using var connection = await OpenAsync(cancellation).ConfigureAwait(false);
        await using var command = CommandOf(connection, null, "");
        command.CommandText =
            $"SELECT {keys}{TokenSums}, CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(cost_nano), 0) AS BIGINT), "
            + "CAST(COALESCE(SUM(cost_atto), 0) AS BIGINT), CAST(SUM(CASE WHEN cost_nano IS NULL THEN 1 ELSE 0 END) AS BIGINT), "
            + $"CAST(SUM(estimated) AS BIGINT) FROM ai_ledger{WhereOf(command, query, null)}"
            + (places.Length > 0 ? $" GROUP BY {places} ORDER BY {places}" : "")
            + string.Create(CultureInfo.InvariantCulture, $" LIMIT {query.Limit + 1} OFFSET {query.Offset}");
        await using var row = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var rows = new List<UsageRow>();
        while (await row.ReadAsync(cancellation).ConfigureAwait(false))
        {
            rows.Add(RowOf(row, query.GroupBy));
        }

        bool isMore = rows.Count > query.Limit;
        return new UsagePage(isMore ? rows[..query.Limit] : rows, isMore ? query.Offset + query.Limit : null);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LedgerEntry> ReadAsync(UsageFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Page by page: a client that reads slowly holds no transaction, and with it no row of the database's past.
        LedgerEntry? last = null;
        bool isMore = true;
        while (isMore)
        {
            var page = await ReadPageAsync(filter, last, cancellation).ConfigureAwait(false);
            foreach (var entry in page)
            {
                yield return last = entry;
            }

            isMore = page.Count == ReadPage;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Spending>> SpendingAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation).ConfigureAwait(false);
        await using var command = CommandOf(connection, null, "");
        command.CommandText =
            "SELECT consumer_id, consumer_name, consumer_groups, model, CAST(SUM(cost_nano) AS BIGINT), CAST(SUM(cost_atto) AS BIGINT) FROM ai_ledger"
            + WhereOf(command, new UsageFilter { From = from, Until = until }, "cost_nano IS NOT NULL") + " GROUP BY 1, 2, 3, 4";
        await using var row = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var found = new List<Spending>();
        while (await row.ReadAsync(cancellation).ConfigureAwait(false))
        {
            found.Add(new Spending(
                row.IsDBNull(0) ? null : row.GetString(0),
                row.IsDBNull(1) ? null : row.GetString(1),
                TextList.Read(row.GetString(2)),
                row.GetString(3),
                ExactMoney.Join(row.GetInt64(4), row.GetInt64(5))));
        }

        return found;
    }

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>Type of the primary key.</summary>
    protected abstract string IdType { get; }

    /// <summary>Expression for the days since 1970-01-01, of which both databases make an integer.</summary>
    private const string DayNumber = "(time_ms / 86400000)";

    /// <summary>An open connection.</summary>
    protected abstract Task<DbConnection> OpenAsync(CancellationToken cancellation);

    /// <summary>What is to be set before the first transaction.</summary>
    protected virtual Task PrepareAsync(DbConnection connection, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Keeps other nodes from migrating until the transaction ends.</summary>
    protected virtual Task LockAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Inserts entries.</summary>
    protected virtual async Task<int> InsertAsync(
        DbConnection connection, DbTransaction transaction, IReadOnlyList<LedgerEntry> entries, CancellationToken cancellation)
    {
        await using var command = CommandOf(connection, transaction, Insert);
        foreach (string name in LedgerColumns.Names)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@" + name;
            command.Parameters.Add(parameter);
        }

        int added = 0;
        foreach (var entry in entries)
        {
            object?[] values = LedgerColumns.ValuesOf(entry);
            for (int i = 0; i < values.Length; i++)
            {
                command.Parameters[i].Value = values[i] ?? DBNull.Value;
            }

            added += await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }

        return added;
    }

    private protected static DbCommand CommandOf(DbConnection connection, DbTransaction? transaction, string text)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // Built of names in this program; what others say is in parameters.
        command.CommandText = text;
#pragma warning restore CA2100
        return command;
    }

    private protected static async Task ExecuteAsync(DbConnection connection, DbTransaction? transaction, string text, CancellationToken cancellation)
    {
        await using var command = CommandOf(connection, transaction, text);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private async Task<List<LedgerEntry>> ReadPageAsync(UsageFilter filter, LedgerEntry? after, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation).ConfigureAwait(false);
        await using var command = CommandOf(connection, null, "");
        string? behind = after is null ? null : "(time_ms, attempt_id) > (@after_time, @after_id)";
        command.CommandText = $"SELECT {AllColumns} FROM ai_ledger{WhereOf(command, filter, behind)} ORDER BY time_ms, attempt_id LIMIT {ReadPage}";
        if (after is not null)
        {
            Add(command, "@after_time", after.Time.ToUnixTimeMilliseconds());
            Add(command, "@after_id", after.AttemptId);
        }

        await using var row = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var page = new List<LedgerEntry>();
        while (await row.ReadAsync(cancellation).ConfigureAwait(false))
        {
            page.Add(LedgerColumns.Read(row));
        }

        return page;
    }

    private static string WhereOf(DbCommand command, UsageFilter filter, string? also)
    {
        var conditions = new List<string>();
        Condition("time_ms >= @from", "@from", filter.From?.ToUnixTimeMilliseconds());
        Condition("time_ms < @until", "@until", filter.Until?.ToUnixTimeMilliseconds());
        Condition("(consumer_id = @consumer OR consumer_name = @consumer)", "@consumer", filter.Consumer);
        Condition("model = @model", "@model", filter.Model);
        Condition("provider = @provider", "@provider", filter.Provider);
        if (also is not null)
        {
            conditions.Add(also);
        }

        return conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions);

        void Condition(string text, string name, object? value)
        {
            if (value is not null)
            {
                conditions.Add(text);
                Add(command, name, value);
            }
        }
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    private static string ExpressionOf(UsageDimension dimension) => dimension switch
    {
        UsageDimension.Day => DayNumber,
        UsageDimension.Consumer => "consumer_id",
        UsageDimension.Model => "model",
        UsageDimension.Provider => "provider",
        UsageDimension.Deployment => "deployment",
        _ => "outcome",
    };

    private static UsageRow RowOf(DbDataReader row, IReadOnlyList<UsageDimension> by)
    {
        int at = by.Count;
        string?[] keys = [.. by.Select((d, i) => row.IsDBNull(i) ? null : d == UsageDimension.Day ? DayOf(row.GetInt64(i)) : row.GetString(i))];
        int sums = at + LedgerColumns.TokenNames.Length;
        long attempts = row.GetInt64(sums);
        long estimated = row.IsDBNull(sums + 4) ? 0 : row.GetInt64(sums + 4);
        return new UsageRow(
            keys,
            attempts,
            LedgerColumns.ReadUsage(row, at) with { IsEstimated = estimated > 0 },
            ExactMoney.Join(row.GetInt64(sums + 1), row.GetInt64(sums + 2)),
            row.IsDBNull(sums + 3) ? 0 : row.GetInt64(sums + 3),
            estimated);
    }

    private static string DayOf(long day)
        => DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(day)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
