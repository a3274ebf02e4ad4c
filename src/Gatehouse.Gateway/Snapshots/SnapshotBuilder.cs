using System.Net.Security;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Hygiene;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Gateway.Routing;
using Gatehouse.Gateway.Upstreams;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>
/// Compiles a configuration into a snapshot, off the request path. Everything that can be decided now is decided now: regular
/// expressions, header names, plugin chains per route, certificates, addresses of literal hosts.
/// </summary>
internal sealed class SnapshotBuilder(
    GatewaySettings settings,
    TimeProvider time,
    PluginBuilder plugins,
    IdentityNode identity,
    UpstreamRegistry upstreams,
    UpstreamTls tls,
    SslStreamCertificateContext defaultCertificate)
{
    private readonly ClientAddressResolver _clientAddresses = ClientAddressing.From(settings);

    /// <summary>The resolver of client addresses, shared by all snapshots.</summary>
    public ClientAddressResolver ClientAddresses => _clientAddresses;

    /// <summary>Builds a snapshot, or reports every reason why it cannot be built. One build at a time.</summary>
    public async ValueTask<(Snapshot? Snapshot, IReadOnlyList<ConfigError> Errors)> BuildAsync(ConfigSet config)
    {
        var errors = new List<ConfigError>();
        var certificates = ServerCertificates.Build(config, defaultCertificate, errors);
        var identities = IdentityDirectoryBuilder.Build(config, errors);
        var instances = plugins.Build(config.Plugins, identities, errors);
        var router = Router.Build(config.Routes, config.Services, new RouterSettings { Flavor = FlavorOf(settings.RouterFlavor) }, errors);
        var upstreamSet = upstreams.Open(config);
        if (errors.Count > 0)
        {
            upstreamSet.Dispose();
            await DisposeAsync(instances);
            return (null, errors);
        }

        var plan = new PluginPlan(instances);
        var services = config.Services
            .Where(s => s.Enabled)
            .ToDictionary(s => s.Id, s => new ServiceState(s, upstreamSet.For(s), tls.For(s, config)), StringComparer.Ordinal);
        var routes = new RouteState[router.Routes.Count];
        foreach (var compiled in router.Routes)
        {
            var service = compiled.Service is { } s ? services[s.Id] : null;
            routes[compiled.Index] = new RouteState(compiled.Config, service, plan.For(compiled.Config, compiled.Service));
        }

        identity.Keep(config);
        return (new Snapshot
        {
            Config = config,
            Settings = settings,
            Time = time,
            Router = router,
            Routes = routes,
            Identities = identities,
            Plan = plan,
            Certificates = certificates,
            ClientCertificates = ClientCertificateRequests.Build(routes),
            ClientAddresses = _clientAddresses,
            Upstreams = upstreamSet,
        }, errors);
    }

    /// <summary>Disposes plugin instances.</summary>
    public static async ValueTask DisposeAsync(IEnumerable<PluginInstance> instances)
    {
        foreach (var instance in instances)
        {
            await instance.Plugin.DisposeAsync();
        }
    }

    private static RouterFlavor FlavorOf(string flavor) => flavor switch
    {
        "traditional" => RouterFlavor.Traditional,
        "expressions" => RouterFlavor.Expressions,
        _ => RouterFlavor.TraditionalCompatible,
    };
}
