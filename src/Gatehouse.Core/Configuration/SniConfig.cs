namespace Gatehouse.Core.Configuration;

/// <summary>A Kong <c>sni</c>: the certificate for a server name, a wildcard at one end allowed.</summary>
public sealed record SniConfig : EntityConfig
{
    public required string Name { get; init; }

    public required string CertificateId { get; init; }
}
