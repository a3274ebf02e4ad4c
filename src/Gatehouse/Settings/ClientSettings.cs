using System.Net;

namespace Gatehouse.Settings;

/// <summary>What clients may do, and who of them is believed.</summary>
public sealed record ClientSettings
{
    /// <summary>Blocks whose forwarding and PROXY headers are believed.</summary>
    public required IReadOnlyList<IPNetwork> TrustedIps { get; init; }

    /// <summary>Header name, or <c>proxy_protocol</c>.</summary>
    public required string RealIpHeader { get; init; }

    public required bool RealIpRecursive { get; init; }

    /// <summary>Bytes, null = no limit.</summary>
    public long? MaxBodySize { get; init; }

    /// <summary>Idle keep-alive limit; zero = no keep-alive.</summary>
    public required TimeSpan KeepAliveTimeout { get; init; }

    /// <summary>Requests on one connection, null = no limit.</summary>
    public int? KeepAliveRequests { get; init; }

    /// <summary>Time for a whole request head.</summary>
    public required TimeSpan HeaderTimeout { get; init; }

    /// <summary>Longest wait between two pieces of a body.</summary>
    public required TimeSpan BodyTimeout { get; init; }

    /// <summary>Longest wait between two writes.</summary>
    public required TimeSpan SendTimeout { get; init; }

    /// <summary>Connections of one event loop.</summary>
    public required int MaxConnectionsPerWorker { get; init; }

    /// <summary>Connections from one address, null = no limit.</summary>
    public int? MaxConnectionsPerAddress { get; init; }

    /// <summary>New connections of one address a second, null = no limit.</summary>
    public int? MaxNewConnectionsPerAddress { get; init; }

    /// <summary>Bytes per second of a request body, 0 = no minimum.</summary>
    public required int MinBodyRate { get; init; }

    /// <summary>Bytes per second that a client takes of an answer.</summary>
    public required int MinReadRate { get; init; }
}
