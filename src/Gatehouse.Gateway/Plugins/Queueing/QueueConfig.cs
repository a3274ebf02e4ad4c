using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.Queueing;

/// <summary>Kong's <c>queue</c> record.</summary>
internal sealed record QueueConfig
{
    /// <summary>Bytes that may wait when <c>max_bytes</c> is unset; Kong has no limit then.</summary>
    public const long ImplicitMaxBytes = 64L * 1024 * 1024;

    /// <summary>Entries sent together, 1–1,000,000. Default 1.</summary>
    public int MaxBatchSize { get; init; } = 1;

    /// <summary>Longest wait for a batch to fill, 0–3600 s. Default 1 s; without effect for batches of one.</summary>
    public TimeSpan MaxCoalescingDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Entries that may wait, 1–1,000,000. Default 10,000.</summary>
    public int MaxEntries { get; init; } = 10_000;

    /// <summary>Bytes that may wait.</summary>
    public long MaxBytes { get; init; } = ImplicitMaxBytes;

    /// <summary>Longest time a batch is retried. Default 60 s; negative = never retried.</summary>
    public TimeSpan MaxRetryTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Delay before the first retry, doubled for each further one. Default 10 ms.</summary>
    public TimeSpan InitialRetryDelay { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Longest delay between retries. Default 60 s.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Batches sent at the same time. Default 1; Kong's −1 (no limit) is 16 here.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>Reads the record; the deprecated flat fields of 2.x win where they are set to something else than their default.</summary>
    public static QueueConfig From(ConfigReader queue, double? legacyQueueSize, double? legacyFlushTimeout) => new()
    {
        MaxBatchSize = (int)(legacyQueueSize is { } size and not 1 ? size : queue.GetLong("max_batch_size", 1)),
        MaxCoalescingDelay = Seconds(legacyFlushTimeout is { } delay and not 2 ? delay : queue.GetNumber("max_coalescing_delay") ?? 1),
        MaxEntries = (int)queue.GetLong("max_entries", 10_000),
        MaxBytes = queue.GetLong("max_bytes", ImplicitMaxBytes),
        MaxRetryTime = Seconds(queue.GetNumber("max_retry_time") ?? 60),
        InitialRetryDelay = Seconds(queue.GetNumber("initial_retry_delay") ?? 0.01),
        MaxRetryDelay = Seconds(queue.GetNumber("max_retry_delay") ?? 60),
        Concurrency = queue.GetLong("concurrency_limit", 1) < 0 ? 16 : 1,
    };

    // A delay longer than a timer can take means "for as long as this process lives" anyway.
    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, -1, 1_000_000));
}
