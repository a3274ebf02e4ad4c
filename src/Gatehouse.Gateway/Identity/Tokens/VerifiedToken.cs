using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Identity.Tokens;

/// <summary>What a verified token stands for: everything a request needs of it, ready to use. Immutable; loops share it.</summary>
internal sealed class VerifiedToken
{
    /// <summary>What the client proved to have.</summary>
    public required Credential Credential { get; init; }

    /// <summary>Whose it is; null when it belongs to no consumer.</summary>
    public KnownConsumer? Consumer { get; init; }

    /// <summary>The claims that were verified.</summary>
    public IVerifiedClaims? Claims { get; init; }

    /// <summary>Value of <see cref="Exchange.AuthenticatedGroups"/>; null = none.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>
    /// First moment at which it is not valid any more; null = it says none. It is kept until then, or
    /// <see cref="TokenCache.MaximumAge"/>, whichever comes first.
    /// </summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Bytes of what hangs on it (claims, texts), about.</summary>
    public required int Bytes { get; init; }

    /// <summary>What else its plugin made of it (header values); immutable, and counted in <see cref="Bytes"/>.</summary>
    public object? Prepared { get; init; }
}
