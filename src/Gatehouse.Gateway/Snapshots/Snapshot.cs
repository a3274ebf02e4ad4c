using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Hygiene;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Listeners;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Gateway.Routing;
using Gatehouse.Gateway.Upstreams;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>
/// A configuration compiled to what requests need. Immutable; an exchange keeps the one it started with. What has a life of
/// its own (upstream health, connections, counters) is not in here but in registries that survive a swap.
/// </summary>
internal sealed class Snapshot
{
    /// <summary>The configuration it was built from.</summary>
    public required ConfigSet Config { get; init; }

    /// <summary>Node settings.</summary>
    public required GatewaySettings Settings { get; init; }

    /// <summary>The only clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Finds the route of a request.</summary>
    public required Router Router { get; init; }

    /// <summary>Routes as they run, by <see cref="CompiledRoute.Index"/>.</summary>
    public required RouteState[] Routes { get; init; }

    /// <summary>Services as they run, by their configuration (the same object): the user's that are enabled, and <see cref="Destinations.Variants"/>.</summary>
    public required IReadOnlyDictionary<ServiceConfig, ServiceState> Services { get; init; }

    /// <summary>Who is who.</summary>
    public required IdentityDirectory Identities { get; init; }

    /// <summary>Plugins and where they apply.</summary>
    public required PluginPlan Plan { get; init; }

    /// <summary>Certificates by server name.</summary>
    public required CertificateStore Certificates { get; init; }

    /// <summary>For which server names clients are asked for a certificate.</summary>
    public required ClientCertificateRequests ClientCertificates { get; init; }

    /// <summary>Who is believed about the client's address.</summary>
    public required ClientAddressResolver ClientAddresses { get; init; }

    /// <summary>This snapshot's share in the running upstreams.</summary>
    public required UpstreamSet Upstreams { get; init; }

    /// <summary>Counts the exchanges that use this snapshot.</summary>
    public SnapshotLease Lease { get; set; } = null!;
}
