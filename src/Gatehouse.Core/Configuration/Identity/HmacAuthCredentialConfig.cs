namespace Gatehouse.Core.Configuration.Identity;

/// <summary>A Kong <c>hmacauth_credential</c>.</summary>
public sealed record HmacAuthCredentialConfig : EntityConfig
{
    public required string ConsumerId { get; init; }

    public required string Username { get; init; }

    /// <summary>Key of the HMAC; null when the document gave none: nobody can use such a credential.</summary>
    public string? Secret { get; init; }
}
