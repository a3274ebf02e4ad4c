namespace Gatehouse.Core.Configuration;

/// <summary>A Kong <c>certificate</c> with its private key, PEM, vault references resolved.</summary>
public sealed record CertificateConfig : EntityConfig
{
    public required string Cert { get; init; }

    public required string Key { get; init; }

    /// <summary>A second pair of the other key type, both or none.</summary>
    public string? CertAlt { get; init; }

    public string? KeyAlt { get; init; }
}
