namespace Gatehouse.Ai.Accounting.Ledger;

/// <summary>Steps from an empty database to today's tables. Only ever added to. <c>{id}</c> is the type of an attempt's id.</summary>
internal static class LedgerMigrations
{
    /// <summary>Step n leads to version n + 1.</summary>
    public static readonly IReadOnlyList<string> Steps =
    [
        """
        CREATE TABLE ai_ledger (
            attempt_id {id} PRIMARY KEY,
            request_id TEXT NOT NULL,
            time_ms BIGINT NOT NULL,
            consumer_id TEXT,
            consumer_name TEXT,
            consumer_groups TEXT NOT NULL,
            credential_id TEXT,
            model TEXT NOT NULL,
            provider TEXT NOT NULL,
            deployment TEXT NOT NULL,
            vendor_model TEXT NOT NULL,
            input BIGINT,
            cache_read BIGINT,
            cache_write BIGINT,
            cache_write_hour BIGINT,
            input_audio BIGINT,
            input_image BIGINT,
            output BIGINT,
            reasoning BIGINT,
            output_audio BIGINT,
            usage_estimated BIGINT NOT NULL,
            cost_nano BIGINT,
            cost_atto BIGINT,
            price_version TEXT NOT NULL,
            estimated BIGINT NOT NULL,
            outcome TEXT NOT NULL,
            stream BIGINT NOT NULL,
            latency_ms BIGINT NOT NULL,
            first_token_ms BIGINT,
            data_class TEXT,
            tags TEXT NOT NULL
        )
        """,
        "CREATE INDEX ai_ledger_time ON ai_ledger (time_ms, attempt_id)",
        "CREATE INDEX ai_ledger_consumer ON ai_ledger (consumer_id, time_ms)",
    ];
}
