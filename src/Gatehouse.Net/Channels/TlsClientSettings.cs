using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Net.Channels;

/// <summary>TLS identity of an outgoing connection. Made when a snapshot is built; equality decides pooling.</summary>
public sealed record TlsClientSettings
{
    /// <summary>Server name for SNI and for the certificate check.</summary>
    public required string ServerName { get; init; }

    /// <summary>Whether the peer's certificate is verified. Default true.</summary>
    public bool Verify { get; init; } = true;

    /// <summary>Intermediate certificates accepted between the peer's own and the root (as OpenSSL counts); null = no limit.</summary>
    public int? VerifyDepth { get; init; }

    /// <summary>Trusted roots; null = the system's. Compared by reference.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>Client certificate with private key, or null. Compared by reference.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>ALPN name to offer ("http/1.1"); null, the default, offers none.</summary>
    public string? ApplicationProtocol { get; init; }
}
