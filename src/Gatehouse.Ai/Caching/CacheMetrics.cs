using Gatehouse.Protocols.Prometheus;

namespace Gatehouse.Ai.Caching;

/// <summary>Figures of the answers in memory, read when a scrape asks. Nothing is written while there are none.</summary>
internal sealed class CacheMetrics(MemoryAnswerCache cache) : IMetricsCollector
{
    /// <inheritdoc/>
    public void Collect(MetricsWriter writer)
    {
        if (cache.Count == 0)
        {
            return;
        }

        writer.Family("gatehouse_ai_cache_entries", "Answers kept in memory", MetricType.Gauge);
        writer.Sample("gatehouse_ai_cache_entries", cache.Count);
        writer.Family("gatehouse_ai_cache_bytes", "Bytes that they take", MetricType.Gauge);
        writer.Sample("gatehouse_ai_cache_bytes", cache.Bytes);
    }
}
