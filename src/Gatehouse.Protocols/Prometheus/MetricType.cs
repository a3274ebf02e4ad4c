namespace Gatehouse.Protocols.Prometheus;

/// <summary>Types of the text format.</summary>
public enum MetricType
{
    Counter,
    Gauge,
    Histogram,
}
