using Gatehouse.Gateway.Hygiene;
using Gatehouse.Net.Http1;

namespace Gatehouse.Gateway.Listeners;

/// <summary>What every client connection is held to.</summary>
internal sealed record ConnectionServerOptions
{
    /// <summary>Decides which peers are believed.</summary>
    public required ClientAddressResolver ClientAddresses { get; init; }

    /// <summary>Limits of HTTP/1.x connections.</summary>
    public Http1ServerLimits Http1 { get; init; } = new();

    /// <summary>Milliseconds for a PROXY protocol header or the first bytes of a plaintext connection. Default 10,000.</summary>
    public int PreambleTimeoutMilliseconds { get; init; } = 10_000;
}
