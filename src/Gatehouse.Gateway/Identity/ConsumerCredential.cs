using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Identity;

/// <summary>A credential from the configuration: it belongs to a consumer, and its use is noted.</summary>
internal abstract class ConsumerCredential(string id, KnownConsumer consumer, string? identifier = null) : Credential(id, identifier)
{
    /// <summary>Whose it is.</summary>
    public KnownConsumer Consumer { get; } = consumer;

    /// <summary>When it was last used; kept over reloads by <see cref="CredentialUses"/>. Null until it is used.</summary>
    public CredentialUse? Use { get; set; }
}
