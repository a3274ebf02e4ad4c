namespace Gatehouse.Core.Configuration.Identity;

/// <summary>A Kong <c>oauth2_credential</c>: an OAuth 2.0 client.</summary>
public sealed record OAuth2CredentialConfig : EntityConfig
{
    public required string ConsumerId { get; init; }

    public required string Name { get; init; }

    /// <summary>Null when the document gave none: nobody can name this client.</summary>
    public string? ClientId { get; init; }

    /// <summary>The secret, or its stored form when <see cref="HashSecret"/>.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Whether only a hash of the secret is to be kept.</summary>
    public bool HashSecret { get; init; }

    public IReadOnlyList<string>? RedirectUris { get; init; }

    /// <summary><c>confidential</c> (the default) or <c>public</c>.</summary>
    public string ClientType { get; init; } = "confidential";
}
