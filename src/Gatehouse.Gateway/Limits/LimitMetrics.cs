using Gatehouse.Gateway.Limits.Local;
using Gatehouse.Protocols.Prometheus;

namespace Gatehouse.Gateway.Limits;

/// <summary>Counters of the limiters. Labels are names of the configuration: nothing a client sends can make a series.</summary>
internal sealed class LimitMetrics : IMetricsCollector
{
    private readonly CounterFamily _exceeded, _dryRun, _unavailable;

    public LimitMetrics(MetricsRegistry registry)
    {
        _exceeded = registry.AddCounter(
            "rate_limit_exceeded_total", "Requests refused because of a limit", "plugin", "service", "route", "limit");
        _dryRun = registry.AddCounter(
            "rate_limit_dry_run_total", "Requests that a limit in a dry run would have refused", "plugin", "service", "route", "limit");
        _unavailable = registry.AddCounter("rate_limit_unavailable_total", "Requests whose limits could not be looked at", "plugin");
        registry.AddCollector(this);
    }

    /// <summary>The local store once there is one.</summary>
    public Func<LocalLimitStore?>? Local { get; set; }

    /// <summary>The counter of refusals; keep it.</summary>
    public Counter ExceededOf(bool isDryRun, string plugin, string service, string route, string limit)
        => (isDryRun ? _dryRun : _exceeded).With(plugin, service, route, limit);

    /// <summary>The counter of what could not be decided; keep it.</summary>
    public Counter UnavailableOf(string plugin) => _unavailable.With(plugin);

    /// <inheritdoc/>
    public void Collect(MetricsWriter writer)
    {
        if (Local?.Invoke() is { } store)
        {
            writer.Family("gatehouse_limit_evictions_total", "Counters given to another key while they still counted", MetricType.Counter);
            writer.Sample("gatehouse_limit_evictions_total", store.Evictions);
            writer.Family("gatehouse_limit_log_bytes", "Bytes of logs of sliding windows", MetricType.Gauge);
            writer.Sample("gatehouse_limit_log_bytes", store.LogBytes);
        }
    }
}
