using Gatehouse.Protocols.Prometheus;

namespace Gatehouse.Gateway.Observability;

/// <summary>Gauges of the configuration that serves and of the last attempt to change it.</summary>
public sealed class ConfigurationMetrics : IMetricsCollector
{
    private readonly Gauge _success, _successTimestamp;
    private readonly Counter _reloadsOk, _reloadsFailed;
    private volatile string? _hash;

    internal ConfigurationMetrics(MetricsRegistry registry)
    {
        _success = registry.AddGauge(
            "gatehouse_config_last_reload_successful", "1 when the last configuration could be applied, 0 when not").With();
        _successTimestamp = registry.AddGauge(
            "gatehouse_config_last_reload_success_timestamp_seconds", "When a configuration was last applied, unix time").With();
        var reloads = registry.AddCounter("gatehouse_config_reloads_total", "Configurations tried", "result");
        _reloadsOk = reloads.With("applied");
        _reloadsFailed = reloads.With("rejected");
        registry.AddCollector(this);
    }

    /// <summary>A configuration serves now. <paramref name="hash"/> is its 32 digits.</summary>
    public void Applied(string hash, DateTimeOffset now)
    {
        _hash = hash;
        _success.Set(1);
        _successTimestamp.Set(now.ToUnixTimeMilliseconds() / 1000.0);
        _reloadsOk.Add(MetricShard.Shared);
    }

    /// <summary>A configuration was refused; the previous one serves on.</summary>
    public void Rejected()
    {
        _success.Set(0);
        _reloadsFailed.Add(MetricShard.Shared);
    }

    /// <inheritdoc/>
    public void Collect(MetricsWriter writer)
    {
        if (_hash is { } hash)
        {
            writer.Family("gatehouse_config_info", "The configuration that serves", MetricType.Gauge);
            writer.Sample("gatehouse_config_info", 1, ["hash"], hash);
        }
    }
}
