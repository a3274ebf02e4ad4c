using Gatehouse.Control.Distribution;
using Gatehouse.Control.Listening;
using Gatehouse.Control.StatusApi;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Plugins;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.AdminApi;

/// <summary>The Admin API of a node without a database.</summary>
public static class AdminSite
{
    /// <summary>Makes the site.</summary>
    /// <param name="node">What <c>GET /</c> says.</param>
    /// <param name="host">The configuration.</param>
    /// <param name="plugins">The plugins there are.</param>
    /// <param name="status">Live figures.</param>
    /// <param name="uses">Last uses of credentials.</param>
    /// <param name="metrics">What <c>/metrics</c> shows.</param>
    /// <param name="limits">Live counters of limits.</param>
    /// <param name="usage">What the LLM gateway has used; null = there is none.</param>
    /// <param name="health">Health of the targets of upstreams.</param>
    /// <param name="allowedHosts">See <c>admin_allowed_hosts</c>.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logger">Takes failures.</param>
    public static ControlSite Create(
        AdminNode node,
        ConfigurationHost host,
        IPluginCatalog plugins,
        INodeStatus status,
        ICredentialUses uses,
        IMetricsExposition metrics,
        ILimitCounters limits,
        IUsageReports? usage,
        IUpstreamHealth health,
        IReadOnlyList<string> allowedHosts,
        TimeProvider time,
        ILogger logger)
    {
        IEnumerable<ControlEndpoint> endpoints =
        [
            new NodeEndpoint(node, host, plugins).Endpoint,
            new ConfigEndpoint(host).Endpoint,
            new CredentialsEndpoint(host, uses).Endpoint,
            new RateLimitsEndpoint(host, limits).Endpoint,
            .. usage is null ? [] : new UsageEndpoints(host, usage).Endpoints,
            new UpstreamTargetsEndpoint(host, health, node.NodeId).Endpoint,
            .. StatusSite.Endpoints(status, host, metrics),
        ];
        return new ControlSite(endpoints, new HostGuard(allowedHosts), knowsEntities: true, time, logger);
    }
}
