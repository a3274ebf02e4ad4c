namespace Gatehouse.Core.Configuration.Identity;

/// <summary>An <c>mtls_auth_credential</c>: the name in a client certificate that stands for a consumer (Kong's enterprise entity).</summary>
public sealed record MtlsAuthCredentialConfig : EntityConfig
{
    public required string ConsumerId { get; init; }

    /// <summary>Subject alternative name or common name.</summary>
    public required string SubjectName { get; init; }

    /// <summary>Id of the CA certificate that must have issued it; null = any that the plugin trusts.</summary>
    public string? CaCertificateId { get; init; }
}
