using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Gateway.Outbound;

/// <summary>Limits of a node's outgoing calls.</summary>
internal sealed record OutboundOptions
{
    /// <summary>Calls to one host and port at a time. Default 16: an identity provider is no load test.</summary>
    public int CallsPerHost { get; init; } = 16;

    /// <summary>Further calls to it that may wait for a place, within their time limit. Default 512.</summary>
    public int WaitingPerHost { get; init; } = 512;

    /// <summary>Name look-ups at a time; each has a thread. Default 8.</summary>
    public int LookUps { get; init; } = 8;

    /// <summary>Longest time for a connection to one address. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a connection is kept at most, so that names that move are followed. Default 5 min.</summary>
    public TimeSpan ConnectionLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Roots to trust; null = the system's.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>Longest chain of a certificate; null = no limit.</summary>
    public int? VerifyDepth { get; init; }
}
