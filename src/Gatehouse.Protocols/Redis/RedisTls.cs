using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Protocols.Redis;

/// <summary>TLS towards servers.</summary>
public sealed record RedisTls
{
    /// <summary>Whether certificates are verified. Default true.</summary>
    public bool Verify { get; init; } = true;

    /// <summary>Name for SNI and for the certificate check; null, the default, = the host connected to.</summary>
    public string? ServerName { get; init; }

    /// <summary>Trusted roots; null, the default, = the system's. Compared by reference.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>Longest chain accepted, see <see cref="Net.Channels.TlsClientSettings.VerifyDepth"/>; null, the default, = no limit.</summary>
    public int? VerifyDepth { get; init; }
}
