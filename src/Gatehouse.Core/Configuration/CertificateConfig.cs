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

/// <summary>A Kong <c>sni</c>: the certificate for a server name, a wildcard at one end allowed.</summary>
public sealed record SniConfig : EntityConfig
{
    public required string Name { get; init; }

    public required string CertificateId { get; init; }
}

/// <summary>A Kong <c>ca_certificate</c>: one PEM certificate.</summary>
public sealed record CaCertificateConfig : EntityConfig
{
    public required string Cert { get; init; }

    /// <summary>SHA-256 of the DER form, lower-case hexadecimal.</summary>
    public required string CertDigest { get; init; }
}

/// <summary>A Kong <c>vault</c>; here only the <c>env</c> strategy.</summary>
public sealed record VaultConfig : EntityConfig
{
    public required string Name { get; init; }

    public required string Prefix { get; init; }

    public string? Description { get; init; }

    public required System.Text.Json.Nodes.JsonObject Config { get; init; }
}
