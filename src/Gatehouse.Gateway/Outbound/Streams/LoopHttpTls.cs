using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Gateway.Outbound.Streams;

/// <summary>TLS towards an endpoint, beside what the node's settings say.</summary>
internal sealed record LoopHttpTls
{
    /// <summary>The defaults below.</summary>
    public static LoopHttpTls Default { get; } = new();

    /// <summary>Whether the certificate is verified. Default true.</summary>
    public bool Verify { get; init; } = true;

    /// <summary>Name for SNI and the certificate check; null = the host of the URL.</summary>
    public string? ServerName { get; init; }

    /// <summary>Roots to trust; null = the node's. Compared by reference: the same object keeps connections over reloads.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>Certificate with private key to show; null = none. Compared by reference.</summary>
    public X509Certificate2? ClientCertificate { get; init; }
}
