using System.Net;

namespace Gatehouse.Core.Exchanges;

/// <summary>What is known of the connection that a request came in on. One per connection, shared by its exchanges.</summary>
public sealed class ClientConnection
{
    /// <summary>Address of the peer: from PROXY protocol where the listener takes it, else from the socket.</summary>
    public required IPAddress RemoteAddress { get; init; }

    /// <summary>Port of the peer.</summary>
    public required int RemotePort { get; init; }

    /// <summary>Our address that accepted the connection.</summary>
    public required IPAddress LocalAddress { get; init; }

    /// <summary>Port of the listener.</summary>
    public required int LocalPort { get; init; }

    /// <summary>Whether the listener speaks TLS.</summary>
    public required bool IsTls { get; init; }

    /// <summary>Server name that the client asked for in the TLS handshake, lower case, without trailing dot; empty when none.</summary>
    public string ServerName { get; init; } = "";

    /// <summary>Negotiated TLS version as OpenSSL writes it (<c>TLSv1.3</c>); empty without TLS or when unknown.</summary>
    public string TlsVersion { get; init; } = "";

    /// <summary>Negotiated cipher suite; empty without TLS or when unknown.</summary>
    public string TlsCipher { get; init; } = "";

    /// <summary>The client's certificate, by nobody judged; null when none was asked for or none was sent.</summary>
    public PeerCertificate? ClientCertificate { get; init; }

    /// <summary>Whether <see cref="RemoteAddress"/> is one of <c>trusted_ips</c>.</summary>
    public bool IsTrusted { get; init; }

    /// <summary>Requests begun on this connection so far.</summary>
    public long Requests { get; set; }
}
