namespace Gatehouse.Core.Configuration.Identity;

/// <summary>A Kong <c>jwt_secret</c>: how tokens of one issuer are verified.</summary>
public sealed record JwtSecretConfig : EntityConfig
{
    public required string ConsumerId { get; init; }

    /// <summary>Value of the key claim; null when the document gave none: no token can name it.</summary>
    public string? Key { get; init; }

    /// <summary>Key of HS256, HS384 and HS512.</summary>
    public string? Secret { get; init; }

    /// <summary>PEM public key of all other algorithms.</summary>
    public string? RsaPublicKey { get; init; }

    /// <summary>HS, RS, ES, PS with 256, 384, 512, or EdDSA. Default HS256. Tokens must be signed with just this one.</summary>
    public string Algorithm { get; init; } = "HS256";
}
