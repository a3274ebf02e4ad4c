using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Control.Listening;

/// <summary>An address of the Admin API or the Status API.</summary>
public sealed record ControlListener
{
    /// <summary>Address; port 0 lets the system choose.</summary>
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>What answers there.</summary>
    public required ControlSite Site { get; init; }

    /// <summary>Certificate with private key; null = plain HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>TLS versions. Default 1.2 and 1.3.</summary>
    public SslProtocols Protocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>Whether HTTP/2 is served beside HTTP/1.1; only over TLS.</summary>
    public bool Http2 { get; init; }
}
