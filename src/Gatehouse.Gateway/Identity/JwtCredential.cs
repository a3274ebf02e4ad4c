using Gatehouse.Core.Configuration.Identity;

namespace Gatehouse.Gateway.Identity;

/// <summary>How tokens with a certain key claim are verified. The plugin prepares keys from <see cref="Config"/>.</summary>
internal sealed class JwtCredential(JwtSecretConfig config, KnownConsumer consumer) : ConsumerCredential(config.Id, consumer, config.Key)
{
    /// <inheritdoc/>
    public override string Kind => "jwt_secrets";

    public JwtSecretConfig Config { get; } = config;

    /// <summary>What the plugin made of the configuration (an imported key); lives as long as the credential. Any thread may set it.</summary>
    public object? Prepared { get; set; }
}
