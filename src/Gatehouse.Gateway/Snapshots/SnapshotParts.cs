using System.Net.Security;
using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Gateway.Routing;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>
/// The parts of a snapshot that a configuration can be wrong about: made from it alone, without a listener, a name service or a
/// connection, so that <see cref="ConfigurationTrial"/> finds what a node would find.
/// </summary>
internal sealed class SnapshotParts
{
    private SnapshotParts(
        Dictionary<string, SslStreamCertificateContext> certificates,
        IdentityDirectory identities,
        List<PluginInstance> instances,
        Destinations destinations,
        Router router)
    {
        Destinations = destinations;
        Identities = identities;
        Certificates = certificates;
        Instances = instances;
        Router = router;
    }

    /// <summary>Handshake contexts by server name.</summary>
    public IReadOnlyDictionary<string, SslStreamCertificateContext> Certificates { get; }

    /// <summary>Consumers and their credentials.</summary>
    public IdentityDirectory Identities { get; }

    /// <summary>Plugin instances; whoever made the parts disposes them with <see cref="DisposeAsync"/>.</summary>
    public IReadOnlyList<PluginInstance> Instances { get; }

    /// <summary>What the instances send requests to beside the services of routes.</summary>
    public Destinations Destinations { get; }

    /// <summary>Finds routes.</summary>
    public Router Router { get; }

    /// <summary>Makes the parts and reports everything that cannot be made; then the parts have holes and must not serve.</summary>
    public static SnapshotParts Build(ConfigSet config, GatewaySettings settings, PluginBuilder plugins, List<ConfigError> errors)
    {
        var identities = IdentityDirectoryBuilder.Build(config, errors);
        var destinations = new Destinations(config);
        return new SnapshotParts(
            ServerCertificates.Build(config, errors),
            identities,
            plugins.Build(config, identities, destinations, errors),
            destinations,
            Router.Build(config.Routes, config.Services, new RouterSettings { Flavor = settings.RouterFlavor }, errors));
    }

    /// <summary>Disposes plugin instances.</summary>
    public static async ValueTask DisposeAsync(IEnumerable<PluginInstance> instances)
    {
        foreach (var instance in instances)
        {
            await instance.Plugin.DisposeAsync();
        }
    }
}
