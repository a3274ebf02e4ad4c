using Gatehouse.Core.Configuration.Identity;

namespace Gatehouse.Gateway.Identity;

/// <summary>A name in a client certificate that stands for a consumer.</summary>
internal sealed class MtlsCredential(MtlsAuthCredentialConfig config, KnownConsumer consumer) : ConsumerCredential(config.Id, consumer)
{
    /// <inheritdoc/>
    public override string Kind => "mtls_auth_credentials";

    public MtlsAuthCredentialConfig Config { get; } = config;
}
