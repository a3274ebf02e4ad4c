using Gatehouse.Core.Secrets;

namespace Gatehouse.Gateway.Identity.Grants;

/// <summary>
/// Where codes and tokens that the gateway issues are kept, by their SHA-256. Times are Unix seconds. Implementations make each
/// member one step: of several callers that use the same secret at once, exactly one succeeds.
/// </summary>
internal interface ITokenStore
{
    /// <summary>Keeps codes and tokens of one grant. False, and nothing is kept, when the grant was revoked or there is no room.</summary>
    ValueTask<bool> AddAsync(IReadOnlyList<(SecretDigest Digest, IssuedSecret Secret)> secrets, long now);

    /// <summary>What a secret stands for; null when it is unknown, too old, used up, revoked or of another kind.</summary>
    ValueTask<T?> FindAsync<T>(SecretDigest digest, long now)
        where T : IssuedSecret;

    /// <summary>As <see cref="FindAsync"/>, but one that is used up is found too, so that <see cref="ExchangeAsync"/> can notice it.</summary>
    ValueTask<T?> FindEvenUsedAsync<T>(SecretDigest digest, long now)
        where T : IssuedSecret;

    /// <summary>
    /// Uses a secret that is good for one use, and keeps what is issued for it. The second time its grant is revoked, because somebody
    /// has it who should not (RFC 6749 section 4.1.2, RFC 9700 section 4.14.2).
    /// </summary>
    ValueTask<ExchangeResult> ExchangeAsync(SecretDigest used, IReadOnlyList<(SecretDigest Digest, IssuedSecret Secret)> issued, long now);

    /// <summary>Replaces what a secret stands for, unless it is gone.</summary>
    ValueTask ReplaceAsync(SecretDigest digest, IssuedSecret secret);

    /// <summary>Forgets a secret.</summary>
    ValueTask RemoveAsync(SecretDigest digest);

    /// <summary>Makes everything of a grant worthless, also what is yet to be added.</summary>
    ValueTask RevokeAsync(Grant grant);
}
