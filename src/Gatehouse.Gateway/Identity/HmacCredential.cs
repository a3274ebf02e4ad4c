using System.Text;
using Gatehouse.Core.Configuration.Identity;

namespace Gatehouse.Gateway.Identity;

/// <summary>A user name with the key of its signatures.</summary>
internal sealed class HmacCredential(HmacAuthCredentialConfig config, KnownConsumer consumer)
    : ConsumerCredential(config.Id, consumer, config.Username)
{
    private readonly byte[]? _secret = config.Secret is { } secret ? Encoding.UTF8.GetBytes(secret) : null;

    /// <inheritdoc/>
    public override string Kind => "hmacauth_credentials";

    /// <summary>Whether there is a key at all; without one nothing can be verified.</summary>
    public bool HasSecret => _secret is not null;

    /// <summary>Key of the HMAC.</summary>
    public ReadOnlySpan<byte> Secret => _secret;
}
