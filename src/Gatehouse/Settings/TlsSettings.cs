using System.Security.Authentication;

namespace Gatehouse.Settings;

/// <summary>TLS towards clients and towards upstreams.</summary>
public sealed record TlsSettings
{
    /// <summary>Default certificates; empty = the self-signed one under the prefix.</summary>
    public required IReadOnlyList<CertificatePair> Certificates { get; init; }

    /// <summary>Certificates of the Admin API; empty = <see cref="Certificates"/>.</summary>
    public required IReadOnlyList<CertificatePair> AdminCertificates { get; init; }

    /// <summary>Certificates of the Status API; empty = <see cref="Certificates"/>.</summary>
    public required IReadOnlyList<CertificatePair> StatusCertificates { get; init; }

    /// <summary>Versions offered to clients.</summary>
    public required SslProtocols Protocols { get; init; }

    /// <summary>Whether sessions may be resumed.</summary>
    public required bool SessionTickets { get; init; }

    /// <summary>Certificate shown to upstreams, null = none.</summary>
    public CertificatePair? ClientCertificate { get; init; }

    /// <summary>Whether the system's roots are trusted for upstreams.</summary>
    public required bool TrustsSystemRoots { get; init; }

    /// <summary>Further trusted roots: file paths, PEM texts or base64 of it.</summary>
    public required IReadOnlyList<string> TrustedCertificates { get; init; }

    /// <summary>Intermediate certificates allowed below a root, 0–64.</summary>
    public required int VerifyDepth { get; init; }
}
