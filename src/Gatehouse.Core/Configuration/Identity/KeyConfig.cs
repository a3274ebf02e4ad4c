namespace Gatehouse.Core.Configuration.Identity;

/// <summary>A Kong <c>key</c>: exactly one of a JWK and a PEM pair.</summary>
public sealed record KeyConfig : EntityConfig
{
    /// <summary>Id of the key set, null when it is in none.</summary>
    public string? SetId { get; init; }

    public string? Name { get; init; }

    public required string Kid { get; init; }

    /// <summary>JSON text of a JWK (RFC 7517) whose kid equals <see cref="Kid"/>.</summary>
    public string? Jwk { get; init; }

    public string? PublicKeyPem { get; init; }

    public string? PrivateKeyPem { get; init; }
}
