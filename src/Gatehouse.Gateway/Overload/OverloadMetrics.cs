using Gatehouse.Protocols.Prometheus;

namespace Gatehouse.Gateway.Overload;

/// <summary>How full services are and what was shed, read when a scrape asks. Labels are ids of the configuration and fixed words.</summary>
internal sealed class OverloadMetrics(OverloadNode node) : IMetricsCollector
{
    private static readonly string[] Labels = ["plugin", "service"];
    private static readonly string[] ShedLabels = ["plugin", "service", "priority"];

    /// <inheritdoc/>
    public void Collect(MetricsWriter writer)
    {
        var limiters = node.Limiters.All.OrderBy(l => l.Service, StringComparer.Ordinal).ThenBy(l => l.Plugin, StringComparer.Ordinal).ToArray();
        if (limiters.Length == 0)
        {
            return;
        }

        Write(writer, "gatehouse_adaptive_limit", "Requests that a service may have in flight", limiters, l => l.Limit);
        Write(writer, "gatehouse_adaptive_in_flight", "Requests that wait for a service", limiters, l => l.InFlight);
        Write(writer, "gatehouse_adaptive_baseline_seconds", "Mean latency of a service without a queue", limiters, l => l.Baseline);
        writer.Family("gatehouse_adaptive_shed_total", "Requests refused because a service had all it can take", MetricType.Counter);
        foreach (var (plugin, service, limiter) in limiters)
        {
            for (int i = 0; i < RequestPriorities.Count; i++)
            {
                writer.Sample(
                    "gatehouse_adaptive_shed_total", limiter.Shed((RequestPriority)i), ShedLabels, plugin, service, RequestPriorities.Names[i]);
            }
        }
    }

    private static void Write(
        MetricsWriter writer, string name, string help, (string Plugin, string Service, AdaptiveLimiter Limiter)[] limiters,
        Func<AdaptiveLimiter, double> value)
    {
        writer.Family(name, help, MetricType.Gauge);
        foreach (var (plugin, service, limiter) in limiters)
        {
            writer.Sample(name, value(limiter), Labels, plugin, service);
        }
    }
}
