using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Keys;
using Gatehouse.Gateway.Identity.OpenId;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Limits.Local;
using Gatehouse.Gateway.Observability;
using Gatehouse.Gateway.Outbound;
using Gatehouse.Gateway.Outbound.Streams;
using Gatehouse.Gateway.Overload;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Gateway.Plugins;
using Gatehouse.Gateway.Redis;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Upstreams.Names;
using Gatehouse.Protocols.Prometheus;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Gateway;

/// <summary>
/// Builds what a node would build of a configuration, and throws it away: tells what no schema knows. Nothing listens, no file
/// is written, no name is looked up; plugins open their logs and connections at the first use. Revocation lists are read: a node that
/// cannot read them does not take the configuration.
/// </summary>
/// <param name="settings">Settings of the node.</param>
/// <param name="time">The clock.</param>
/// <param name="plugins">The plugins that the configuration may use; null = those of this room alone.</param>
/// <param name="services">
/// Stand-ins for <see cref="GatewayRuntimeOptions.Services"/>, made and disposed with each run; null = none. They open nothing either.
/// </param>
public sealed class ConfigurationTrial(
    GatewaySettings settings, TimeProvider time, BuiltInPlugins? plugins = null, NodeServices? services = null)
{
    private readonly BuiltInPlugins _plugins = plugins ?? GatewayRuntime.Catalog;

    /// <summary>Everything that keeps the configuration from being built; empty = a node with these settings takes it.</summary>
    public async ValueTask<IReadOnlyList<ConfigError>> RunAsync(ConfigSet config)
    {
        var errors = new List<ConfigError>();
        using var streams = new LogStreams(loops: 1, time);
        var metrics = new GatewayMetrics(new MetricsRegistry(loops: 1), new GatewayMetricsOptions(), time);
        using var audit = new AuditLog(stream: null, time);
        // Closed before it is used: whoever is built here reaches nobody.
        var outbound = new OutboundClient(new NoNames(), new OutboundOptions(), time);
        outbound.Dispose();
        var keySets = new RemoteKeySets(outbound, time, NullLogger<RemoteKeySets>.Instance);
        var observability = new ObservabilityServices { Metrics = metrics, Serializer = new LogSerializer(time), Streams = streams };
        var identity = new IdentityServices
        {
            Directory = IdentityDirectory.Empty,
            Node = new IdentityNode(new AccessReports(audit, metrics.Authentication, new FailureDelays(new FailureDelayOptions(), time)), NullLogger.Instance)
            {
                KeySets = keySets,
                Providers = new RemoteProviders(outbound, keySets, time, NullLogger<RemoteProviders>.Instance),
            },
        };
        using var redisHosts = new RedisHosts(new NoNames());
        var redis = new RedisNodes([], connector: null, redisHosts, NullLogger<RedisNodes>.Instance);
        var limits = new LimitServices(new LocalLimitOptions { Cells = 8 }, metrics.Limits, redis, time);
        using var names = new NameResolver(new NoNames(), new NameResolverOptions(), time, NullLogger.Instance);
        var offered = new PluginServices(identity, time, observability, outbound, new LoopHttpClient([], names), limits, new OverloadNode(time), redis);
        await using var others = new NodeServiceSet(services, offered);
        var parts = SnapshotParts.Build(config, settings, new PluginBuilder(_plugins, time, offered), errors);
        await SnapshotParts.DisposeAsync(parts.Instances);
        return errors;
    }
}
