using Gatehouse.Core.Configuration.Identity;

namespace Gatehouse.Gateway.Identity;

/// <summary>An API key, without the key.</summary>
internal sealed class KeyCredential(KeyAuthCredentialConfig config, KnownConsumer consumer) : ConsumerCredential(config.Id, consumer)
{
    /// <inheritdoc/>
    public override string Kind => "keyauth_credentials";

    /// <summary>Unix seconds from which it no longer works; <see cref="long.MaxValue"/> = never.</summary>
    public long ExpiresAt { get; } = Math.Min(OrNever(config.ExpiresAt), OrNever(config.ValidUntil));

    /// <summary>Whether it is being replaced: it still works, and its use is reported.</summary>
    public bool IsRetiring { get; } = config.ValidUntil > 0 || config.ReplacedBy is not null;

    /// <summary>What replaces it; null when nothing is said.</summary>
    public string? ReplacedBy { get; } = config.ReplacedBy;

    /// <summary>Until when it works, for people.</summary>
    public string ValidUntilText => ExpiresAt == long.MaxValue ? "it is removed"
        : DateTimeOffset.FromUnixTimeSeconds(Math.Min(ExpiresAt, DateTimeOffset.MaxValue.ToUnixTimeSeconds())).ToString("u", System.Globalization.CultureInfo.InvariantCulture);

    private static long OrNever(long moment) => moment > 0 ? moment : long.MaxValue;
}
