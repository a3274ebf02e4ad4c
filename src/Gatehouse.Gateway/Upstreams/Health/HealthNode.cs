using Gatehouse.Protocols.Prometheus;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>What health checks of all upstreams share on a node.</summary>
/// <param name="time">The clock.</param>
/// <param name="prober">Sends probes.</param>
/// <param name="registry">Where changes are counted.</param>
/// <param name="logger">Takes a line for each change.</param>
internal sealed class HealthNode(TimeProvider time, IHealthProber prober, MetricsRegistry registry, ILogger logger)
{
    /// <summary>Probes of all upstreams at a time: what a node with many upstreams spends descriptors on at most.</summary>
    public const int MaxProbes = 128;

    private readonly CounterFamily _changes = registry.AddCounter(
        "gatehouse_upstream_health_changes_total", "Addresses of upstreams that were taken out or came back", "upstream", "cause", "state");

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Sends probes.</summary>
    public IHealthProber Prober => prober;

    /// <summary>Bounds probes over all upstreams.</summary>
    public SemaphoreSlim Gate { get; } = new(MaxProbes);

    /// <summary>Tells and counts that an address was taken out or came back.</summary>
    public void Tell(string upstream, AddressHealth address)
    {
        var endPoint = address.Address.EndPoint;
        string cause = TextOf(address.Cause), reason = address.Reason ?? "";
        if (address.IsHealthy)
        {
            UpstreamLog.Healthy(logger, upstream, endPoint, reason, cause);
        }
        else
        {
            UpstreamLog.Unhealthy(logger, upstream, endPoint, reason, cause);
        }

        _changes.With(upstream, cause, address.IsHealthy ? "healthy" : "unhealthy").Add(MetricShard.Current);
    }

    private static string TextOf(EjectionCause cause) => cause switch
    {
        EjectionCause.Active => "active",
        EjectionCause.Passive => "passive",
        EjectionCause.Outlier => "outlier",
        _ => "manual",
    };
}
