using Gatehouse.Control.Distribution;
using Gatehouse.Control.Listening;
using Gatehouse.Core.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.StatusApi;

/// <summary>The Status API: what probes and Prometheus read.</summary>
public static class StatusSite
{
    /// <summary>Makes the site.</summary>
    /// <param name="node">Live figures.</param>
    /// <param name="host">What was wrong with the last configuration.</param>
    /// <param name="metrics">What <c>/metrics</c> shows.</param>
    /// <param name="health">Health of the targets of upstreams.</param>
    /// <param name="nodeId">Identity of the node.</param>
    /// <param name="allowedHosts">See <c>admin_allowed_hosts</c>.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logger">Takes failures.</param>
    public static ControlSite Create(
        INodeStatus node,
        ConfigurationHost host,
        IMetricsExposition metrics,
        IUpstreamHealth health,
        Guid nodeId,
        IReadOnlyList<string> allowedHosts,
        TimeProvider time,
        ILogger logger)
        => new([.. Endpoints(node, host, metrics), new UpstreamHealthEndpoint(host, health, nodeId).Endpoint], new HostGuard(allowedHosts), knowsEntities: false, time, logger);

    /// <summary>The endpoints, which the Admin API has as well.</summary>
    internal static IEnumerable<ControlEndpoint> Endpoints(INodeStatus node, ConfigurationHost host, IMetricsExposition metrics) =>
    [
        new StatusEndpoint(node, host).Endpoint,
        new ReadyEndpoint(node).Endpoint,
        new MetricsEndpoint(metrics).Endpoint,
    ];
}
