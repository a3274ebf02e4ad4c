using Gatehouse.Core.Configuration.Identity;

namespace Gatehouse.Gateway.Identity;

/// <summary>An OAuth 2.0 client.</summary>
internal sealed class OAuth2Credential(OAuth2CredentialConfig config, KnownConsumer consumer)
    : ConsumerCredential(config.Id, consumer, config.ClientId)
{
    /// <inheritdoc/>
    public override string Kind => "oauth2_credentials";

    public OAuth2CredentialConfig Config { get; } = config;
}
