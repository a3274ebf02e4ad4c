using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Overload;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Gateway.Plugins;
using Gatehouse.Gateway.Upstreams.Names;
using Gatehouse.Net.Http1;

namespace Gatehouse.Gateway;

/// <summary>What a gateway is put together from. Everything is validated by whoever makes it.</summary>
public sealed record GatewayRuntimeOptions
{
    /// <summary>What the road reads.</summary>
    public required GatewaySettings Settings { get; init; }

    /// <summary>Event loops, at least 1.</summary>
    public required int Loops { get; init; }

    /// <summary>Certificate for names that no SNI entity has, with its private key.</summary>
    public required X509Certificate2 DefaultCertificate { get; init; }

    /// <summary>Intermediate certificates sent along with it.</summary>
    public X509Certificate2Collection DefaultChain { get; init; } = [];

    /// <summary>TLS versions for clients. Default 1.2 and 1.3.</summary>
    public SslProtocols TlsProtocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>Limits of HTTP/1.x client connections.</summary>
    public Http1ServerLimits Http1 { get; init; } = new();

    /// <summary>Client connections at a time, 0 = no limit. Default 65,536: with as many upstream connections that is what the descriptor limit of a server allows.</summary>
    public int MaxConnections { get; init; } = 65_536;

    /// <summary>Client connections of one address (of IPv6, a network of 64 bits) at a time, 0 = no limit (the default: there may be a load balancer in front).</summary>
    public int MaxConnectionsPerAddress { get; init; }

    /// <summary>New client connections of one address in a second, 0 = no limit (the default).</summary>
    public int MaxNewConnectionsPerAddress { get; init; }

    /// <summary>What the node takes before it refuses requests.</summary>
    public NodeGuardOptions Guard { get; init; } = new();

    /// <summary>Idle upstream connections, their age and use.</summary>
    public Http1PoolLimits UpstreamPool { get; init; } = new();

    /// <summary>How long answers of the name service hold.</summary>
    public NameResolverOptions Names { get; init; } = new();

    /// <summary>Zone that the node runs in: targets in it are preferred. Default none.</summary>
    public string? Zone { get; init; }

    /// <summary>Roots trusted for upstreams beside or instead of the system's; null = the system's.</summary>
    public X509Certificate2Collection? UpstreamRoots { get; init; }

    /// <summary>Certificate with its key for upstreams whose service names none [client_ssl_cert]; null = none is shown.</summary>
    public X509Certificate2? UpstreamClientCertificate { get; init; }

    /// <summary>Longest chain of an upstream's certificate, null = no limit.</summary>
    public int? UpstreamVerifyDepth { get; init; }

    /// <summary>Where the access log goes: a device, a file, or null for off.</summary>
    public string? AccessLog { get; init; }

    /// <summary>The plugins that configurations may use. Default <see cref="GatewayRuntime.Catalog"/>, those of this room alone.</summary>
    public BuiltInPlugins Plugins { get; init; } = GatewayRuntime.Catalog;

    /// <summary>What other rooms bring along for their plugins. Default none.</summary>
    public NodeServices? Services { get; init; }

    /// <summary>Value of <see cref="AuditLog"/> for the node's own log.</summary>
    public const string AuditToErrorLog = "error_log";

    /// <summary>
    /// Where audit records of authentication failures and denials go: a device, a file, <see cref="AuditToErrorLog"/> (at most 100
    /// records a second), or null for off. Default the node's own log.
    /// </summary>
    public string? AuditLog { get; init; } = AuditToErrorLog;

    /// <summary>How repeated authentication failures of an address are slowed down.</summary>
    public FailureDelayOptions FailureDelays { get; init; } = new();

    /// <summary>Identity of the node in metrics.</summary>
    public required Guid NodeId { get; init; }
}
