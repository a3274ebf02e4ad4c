namespace Gatehouse.Protocols.Prometheus;

/// <summary>Contributes metrics at scrape time: connections, health, memory.</summary>
public interface IMetricsCollector
{
    /// <summary>Writes families and samples. From any thread; must not block.</summary>
    void Collect(MetricsWriter writer);
}
