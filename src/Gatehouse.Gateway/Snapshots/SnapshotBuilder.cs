using System.Net.Security;
using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Hygiene;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Listeners;
using Gatehouse.Gateway.Overload;
using Gatehouse.Gateway.Pipeline;
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
    OverloadNode overload,
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
        var parts = SnapshotParts.Build(config, settings, plugins, errors);
        if (errors.Count > 0)
        {
            await SnapshotParts.DisposeAsync(parts.Instances);
            return (null, errors);
        }

        var upstreamSet = upstreams.Open(config);
        var plan = new PluginPlan(parts.Instances);
        var services = new Dictionary<ServiceConfig, ServiceState>(ReferenceEqualityComparer.Instance);
        foreach (var service in config.Services.Where(s => s.Enabled).Concat(parts.Destinations.Variants))
        {
            services.Add(service, new ServiceState(service, upstreamSet.For(service), tls.For(service, config)));
        }

        var routes = new RouteState[parts.Router.Routes.Count];
        foreach (var compiled in parts.Router.Routes)
        {
            var service = compiled.Service is { } s ? services[s] : null;
            routes[compiled.Index] = new RouteState(compiled.Config, service, plan.For(compiled.Config, compiled.Service));
        }

        identity.Keep(config);
        overload.Limiters.Keep(config);
        return (new Snapshot
        {
            Config = config,
            Settings = settings,
            Time = time,
            Router = parts.Router,
            Routes = routes,
            Services = services,
            Identities = parts.Identities,
            Plan = plan,
            Certificates = new CertificateStore(parts.Certificates, defaultCertificate),
            ClientCertificates = ClientCertificateRequests.Build(routes),
            ClientAddresses = _clientAddresses,
            Upstreams = upstreamSet,
        }, errors);
    }
}
