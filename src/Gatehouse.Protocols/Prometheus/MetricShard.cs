using Gatehouse.Net.Loops;

namespace Gatehouse.Protocols.Prometheus;

/// <summary>Which shard of the counters the calling thread writes to.</summary>
public static class MetricShard
{
    /// <summary>The shard that all threads share which are not event loops; written atomically.</summary>
    public const int Shared = 0;

    /// <summary>Shard of the calling thread: its loop's index plus one, or <see cref="Shared"/>.</summary>
    public static int Current => Loop.Current is { } loop ? loop.Index + 1 : Shared;
}
