using System.Data.Common;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Accounting.Ledger;

/// <summary>The columns of an entry, in the order in which they are written and read.</summary>
internal static class LedgerColumns
{
    /// <summary>Names.</summary>
    public static readonly string[] Names =
    [
        "attempt_id", "request_id", "time_ms", "consumer_id", "consumer_name", "consumer_groups", "credential_id", "model", "provider",
        "deployment", "vendor_model", "input", "cache_read", "cache_write", "cache_write_hour", "input_audio", "input_image", "output",
        "reasoning", "output_audio", "usage_estimated", "cost_nano", "cost_atto", "price_version", "estimated", "outcome", "stream",
        "latency_ms", "first_token_ms", "data_class", "tags",
    ];

    /// <summary>Names of the token classes, as <see cref="ReadUsage"/> reads them.</summary>
    public static readonly string[] TokenNames = Names[11..20];

    /// <summary>Values of an entry; null = NULL.</summary>
    public static object?[] ValuesOf(LedgerEntry entry)
    {
        var usage = entry.Usage;
        (long Nano, long Atto)? cost = entry.Cost is { } usd ? ExactMoney.Split(usd) : null;
        return
        [
            entry.AttemptId, entry.RequestId, entry.Time.ToUnixTimeMilliseconds(), entry.ConsumerId, entry.ConsumerName,
            TextList.Write(entry.Groups), entry.CredentialId, entry.Model, entry.Provider, entry.Deployment, entry.VendorModel,
            usage.Input, usage.CacheRead, usage.CacheWrite, usage.CacheWriteHour, usage.InputAudio, usage.InputImage, usage.Output,
            usage.Reasoning, usage.OutputAudio, Flag(usage.IsEstimated), cost?.Nano, cost?.Atto, entry.PriceVersion, Flag(entry.IsEstimated),
            AttemptOutcomeNames.NameOf(entry.Outcome), Flag(entry.IsStream), entry.LatencyMilliseconds, entry.FirstTokenMilliseconds,
            entry.DataClass, TextList.Write(entry.Tags),
        ];
    }

    /// <summary>The entry of the current row.</summary>
    public static LedgerEntry Read(DbDataReader row) => new()
    {
        AttemptId = row.GetGuid(0),
        RequestId = row.GetString(1),
        Time = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
        ConsumerId = Text(row, 3),
        ConsumerName = Text(row, 4),
        Groups = TextList.Read(row.GetString(5)),
        CredentialId = Text(row, 6),
        Model = row.GetString(7),
        Provider = row.GetString(8),
        Deployment = row.GetString(9),
        VendorModel = row.GetString(10),
        Usage = ReadUsage(row, 11) with { IsEstimated = row.GetInt64(20) != 0 },
        Cost = row.IsDBNull(21) ? null : ExactMoney.Join(row.GetInt64(21), row.GetInt64(22)),
        PriceVersion = row.GetString(23),
        IsEstimated = row.GetInt64(24) != 0,
        Outcome = AttemptOutcomeNames.TryParse(row.GetString(25), out var outcome) ? outcome : AttemptOutcome.Completed,
        IsStream = row.GetInt64(26) != 0,
        LatencyMilliseconds = row.GetInt64(27),
        FirstTokenMilliseconds = Number(row, 28),
        DataClass = Text(row, 29),
        Tags = TextList.Read(row.GetString(30)),
    };

    /// <summary>Token classes from nine columns.</summary>
    public static TokenUsage ReadUsage(DbDataReader row, int at) => new()
    {
        Input = Number(row, at),
        CacheRead = Number(row, at + 1),
        CacheWrite = Number(row, at + 2),
        CacheWriteHour = Number(row, at + 3),
        InputAudio = Number(row, at + 4),
        InputImage = Number(row, at + 5),
        Output = Number(row, at + 6),
        Reasoning = Number(row, at + 7),
        OutputAudio = Number(row, at + 8),
    };

    private static long Flag(bool value) => value ? 1L : 0L;

    private static long? Number(DbDataReader row, int at) => row.IsDBNull(at) ? null : row.GetInt64(at);

    private static string? Text(DbDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);
}
