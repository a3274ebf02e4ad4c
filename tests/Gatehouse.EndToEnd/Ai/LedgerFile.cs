using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Microsoft.Data.Sqlite;

namespace Gatehouse.EndToEnd.Ai;

/// <summary>The ledger of a gateway under test, read beside it.</summary>
internal static class LedgerFile
{
    static LedgerFile() => SQLitePCL.Batteries_V2.Init();

    /// <summary>The attempts of a request in their order, once there are <paramref name="count"/>.</summary>
    public static async Task<IReadOnlyList<LedgerRow>> RowsAsync(GatehouseProcess gateway, string requestId, int count)
    {
        IReadOnlyList<LedgerRow> rows = [];
        await Eventually.TrueAsync(() => (rows = Read(gateway, "request_id = $id", requestId)).Count >= count, $"{count} entries of request {requestId} in the ledger");
        return rows;
    }

    /// <summary>Outcomes of all attempts at models of this name.</summary>
    public static IReadOnlyList<string> Outcomes(GatehouseProcess gateway, string model) => [.. Read(gateway, "model = $id", model).Select(r => r.Outcome)];

    /// <summary>All attempts at models of this name.</summary>
    public static IReadOnlyList<LedgerRow> Of(GatehouseProcess gateway, string model) => Read(gateway, "model = $id", model);

    /// <summary>All attempts at models of this name, of the node with this prefix.</summary>
    public static IReadOnlyList<LedgerRow> In(string prefix, string model) => Read(Path.Combine(prefix, "ai", "ledger.db"), "model = $id", model);

    private static List<LedgerRow> Read(GatehouseProcess gateway, string condition, string value)
        => Read(gateway.FileOf(Path.Combine("ai", "ledger.db")), condition, value);

    private static List<LedgerRow> Read(string file, string condition, string value)
    {
        if (!File.Exists(file))
        {
            return [];
        }

        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT hex(attempt_id), deployment, outcome, input, output, estimated, cost_nano FROM ai_ledger WHERE {condition} ORDER BY time_ms, attempt_id";
        command.Parameters.AddWithValue("$id", value);
        var rows = new List<LedgerRow>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(new LedgerRow(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), Number(reader, 3), Number(reader, 4), reader.GetInt64(5) != 0, Number(reader, 6)));
        }

        return rows;
    }

    private static long? Number(SqliteDataReader row, int at) => row.IsDBNull(at) ? null : row.GetInt64(at);
}
