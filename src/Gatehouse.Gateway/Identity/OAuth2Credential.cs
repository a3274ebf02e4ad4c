using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Core.Secrets;

namespace Gatehouse.Gateway.Identity;

/// <summary>An OAuth 2.0 client.</summary>
internal sealed class OAuth2Credential(OAuth2CredentialConfig config, KnownConsumer consumer)
    : ConsumerCredential(config.Id, consumer, config.ClientId)
{
    /// <inheritdoc/>
    public override string Kind => "oauth2_credentials";

    public OAuth2CredentialConfig Config { get; } = config;

    /// <summary>Whether the client cannot keep a secret (RFC 6749 section 2.1).</summary>
    public bool IsPublic { get; } = config.ClientType == "public";

    /// <summary>What a secret is compared with; nothing fits when there is none.</summary>
    public StoredPassword Secret { get; } = SecretOf(config);

    /// <summary>Where its users may be sent, the default first; empty when there are none.</summary>
    public IReadOnlyList<string> RedirectUris { get; } = config.RedirectUris ?? [];

    private static StoredPassword SecretOf(OAuth2CredentialConfig config)
        => string.IsNullOrEmpty(config.ClientSecret) ? StoredPassword.Unusable
            : config.HashSecret && StoredPassword.TryParsePbkdf2(config.ClientSecret, out var stored) ? stored
            : StoredPassword.FromPlain(config.ClientSecret, config.Id);
}
