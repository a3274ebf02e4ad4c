using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.TestKit.Certificates;

/// <summary>A client certificate as a test wants it; by default one that any verifier accepts.</summary>
public sealed record LeafRecipe
{
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>The subject as RFC 4514 writes it, or whatever else the DER holds.</summary>
    public X500DistinguishedName Subject { get; init; } = new("CN=client");

    /// <summary>DNS names; empty leaves the extension out.</summary>
    public IReadOnlyList<string> DnsNames { get; init; } = [];

    /// <summary>Content of the subject alternative name in DER, instead of <see cref="DnsNames"/>.</summary>
    public byte[]? AlternativeNames { get; init; }

    /// <summary>Extended key usages; empty leaves the extension out.</summary>
    public IReadOnlyList<string> Usages { get; init; } = [ClientAuthentication];

    public X509KeyUsageFlags KeyUsage { get; init; } = X509KeyUsageFlags.DigitalSignature;

    /// <summary>Default yesterday.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Default in a week.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    public bool IsAuthority { get; init; }

    /// <summary>Authorities that may stand below it; null leaves it open.</summary>
    public int? PathLength { get; init; }

    /// <summary>Further extensions.</summary>
    public IReadOnlyList<X509Extension> Extensions { get; init; } = [];
}
