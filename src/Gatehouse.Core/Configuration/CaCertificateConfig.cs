namespace Gatehouse.Core.Configuration;

/// <summary>A Kong <c>ca_certificate</c>: one PEM certificate.</summary>
public sealed record CaCertificateConfig : EntityConfig
{
    public required string Cert { get; init; }

    /// <summary>SHA-256 of the DER form, lower-case hexadecimal.</summary>
    public required string CertDigest { get; init; }
}
