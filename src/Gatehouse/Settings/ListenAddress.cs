using System.Net;

namespace Gatehouse.Settings;

/// <summary>One address to listen on, with its flags, as Kong writes them: <c>127.0.0.1:8443 ssl http2 backlog=16384</c>.</summary>
public sealed record ListenAddress
{
    /// <summary>Address and port; port 0 lets the system choose.</summary>
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>TLS.</summary>
    public bool Ssl { get; init; }

    /// <summary>HTTP/2: by ALPN with <see cref="Ssl"/>, by prior knowledge without.</summary>
    public bool Http2 { get; init; }

    /// <summary>Every connection starts with a PROXY protocol header, version 1 or 2.</summary>
    public bool ProxyProtocol { get; init; }

    /// <summary>Each event loop has a socket of its own.</summary>
    public bool ReusePort { get; init; }

    /// <summary>The system reports a connection only when its first bytes are there.</summary>
    public bool Deferred { get; init; }

    /// <summary>Length of the accept queue; null = the default of the listener.</summary>
    public int? Backlog { get; init; }

    /// <summary>Whether an IPv6 wildcard socket takes IPv6 only; null = nginx's default, which is yes.</summary>
    public bool? Ipv6Only { get; init; }

    /// <summary>TCP keep-alive probes: null = the system's default.</summary>
    public bool? SoKeepalive { get; init; }

    /// <summary>As it would be written.</summary>
    public override string ToString()
    {
        var text = EndPoint.ToString();
        text += Ssl ? " ssl" : "";
        text += Http2 ? " http2" : "";
        text += ProxyProtocol ? " proxy_protocol" : "";
        text += ReusePort ? " reuseport" : "";
        text += Deferred ? " deferred" : "";
        text += Backlog is { } backlog ? $" backlog={backlog}" : "";
        return text;
    }
}
