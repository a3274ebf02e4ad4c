using Gatehouse.Core.Secrets;

namespace Gatehouse.Core.Configuration.Identity;

/// <summary>A Kong <c>keyauth_credential</c>. The key itself is not kept: only its digest.</summary>
public sealed record KeyAuthCredentialConfig : EntityConfig
{
    public required string ConsumerId { get; init; }

    /// <summary>SHA-256 of the key; null when the document gave neither a key nor a digest: nobody can use such a credential.</summary>
    public SecretDigest? KeyDigest { get; init; }

    /// <summary>When it stops working, unix seconds; 0 = never. From <c>expires_at</c>, or <c>ttl</c> counted from <c>created_at</c>.</summary>
    public long ExpiresAt { get; init; }

    /// <summary>Unix seconds until which a key that is being replaced still works; 0 = it is not being replaced.</summary>
    public long ValidUntil { get; init; }

    /// <summary>What replaces it, for reports; null when nothing is said.</summary>
    public string? ReplacedBy { get; init; }
}
