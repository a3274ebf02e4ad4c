using System.Net;

namespace Gatehouse.Gateway.Listeners;

/// <summary>One proxy address and its flags.</summary>
public sealed record ProxyListenerOptions
{
    /// <summary>Where to listen; port 0 lets the system choose.</summary>
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>Whether connections start with a TLS handshake.</summary>
    public bool Tls { get; init; }

    /// <summary>Whether HTTP/2 is offered: by ALPN over TLS, by prior knowledge on plaintext.</summary>
    public bool Http2 { get; init; }

    /// <summary>Whether each connection starts with a PROXY protocol header (v1 or v2); one without is refused.</summary>
    public bool ProxyProtocol { get; init; }

    /// <summary>Length of the accept queue, null = the listener's default.</summary>
    public int? Backlog { get; init; }
}
