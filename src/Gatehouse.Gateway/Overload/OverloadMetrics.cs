using System.Globalization;
using Gatehouse.Net.Loops;
using Gatehouse.Protocols.Prometheus;

namespace Gatehouse.Gateway.Overload;

/// <summary>How full services are and what was shed, read when a scrape asks. Labels are ids of the configuration and fixed words.</summary>
internal sealed class OverloadMetrics(OverloadNode node, NodeGuard guard, IReadOnlyList<Loop> loops) : IMetricsCollector
{
    private static readonly string[] LoopLabels = ["loop"];
    private static readonly string[] CauseLabels = ["cause"];
    private static readonly string[] Labels = ["plugin", "service"];
    private static readonly string[] ShedLabels = ["plugin", "service", "priority"];

    /// <inheritdoc/>
    public void Collect(MetricsWriter writer)
    {
        WriteNode(writer);
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

    private void WriteNode(MetricsWriter writer)
    {
        writer.Family("gatehouse_loop_lag_seconds", "How late a loop came to its events lately", MetricType.Gauge);
        foreach (var loop in loops)
        {
            writer.Sample("gatehouse_loop_lag_seconds", guard.Lag(loop.Index) / 1000, LoopLabels, NameOf(loop));
        }

        writer.Family("gatehouse_loop_busy_seconds_total", "Time that a loop did not wait", MetricType.Counter);
        foreach (var loop in loops)
        {
            writer.Sample("gatehouse_loop_busy_seconds_total", loop.Statistics.BusyMilliseconds / 1000.0, LoopLabels, NameOf(loop));
        }

        writer.Family("gatehouse_overload_shed_total", "Requests refused to protect the node", MetricType.Counter);
        writer.Sample("gatehouse_overload_shed_total", guard.Shed(OverloadCause.Requests), CauseLabels, "requests");
        writer.Sample("gatehouse_overload_shed_total", guard.Shed(OverloadCause.Memory), CauseLabels, "memory");
        writer.Sample("gatehouse_overload_shed_total", guard.Shed(OverloadCause.Lag), CauseLabels, "lag");
    }

    private static string NameOf(Loop loop) => loop.Index.ToString(CultureInfo.InvariantCulture);

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
