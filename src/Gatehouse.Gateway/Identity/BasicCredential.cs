using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Core.Secrets;

namespace Gatehouse.Gateway.Identity;

/// <summary>A user name with what its password is compared with.</summary>
internal sealed class BasicCredential(BasicAuthCredentialConfig config, KnownConsumer consumer)
    : ConsumerCredential(config.Id, consumer, config.Username)
{
    /// <inheritdoc/>
    public override string Kind => "basicauth_credentials";

    public StoredPassword Password { get; } = config.Password;
}
