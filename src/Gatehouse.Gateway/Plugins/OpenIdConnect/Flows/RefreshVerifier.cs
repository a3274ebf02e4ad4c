using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Tokens;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Claims;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Flows;

/// <summary>
/// Continues sessions with new tokens. The "token" is the sealed session, kept under the digest of its refresh token: requests that
/// come at once, or a moment later with the old cookie, share one renewal, because a refresh token often works only once.
/// </summary>
internal sealed class RefreshVerifier(
    IssuerSet issuers, TokenEndpoint endpoint, SessionTokens tokens, SessionStore store, SessionVerifier sessions, OpenIdFailures failures, TimeProvider time)
    : ITokenVerifier
{
    /// <summary>How long a request with the old cookie is given the new tokens.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public AuthenticationFailure Busy => failures.Unavailable;

    /// <inheritdoc/>
    public async ValueTask<TokenCheck> VerifyAsync(ReadOnlyMemory<byte> token)
    {
        if (store.Open(token.Span) is not { } session)
        {
            return failures.Invalid(AuthenticationFailureReason.Malformed);
        }

        if (await issuers.MainAsync() is not { } provider)
        {
            return failures.Unavailable;
        }

        var result = await endpoint.ForRefreshAsync(provider, session.RefreshToken);
        if (result.Answer is not { } answer)
        {
            return result.Error is null ? failures.Unavailable : failures.Invalid(AuthenticationFailureReason.Expired);
        }

        if (!await VerificationTurns.EnterAsync())
        {
            return Busy;
        }

        var (next, failure) = await tokens.ContinueAsync(provider, answer, session);
        if (next is null)
        {
            return failure!;
        }

        var judged = sessions.Judge(next);
        if (judged.Token is not { } valid)
        {
            return judged;
        }

        var kept = time.GetUtcNow() + Overlap;
        return new VerifiedToken
        {
            Credential = valid.Credential,
            Consumer = valid.Consumer,
            Claims = valid.Claims,
            Groups = valid.Groups,
            ExpiresAt = valid.ExpiresAt < kept ? valid.ExpiresAt : kept,
            Bytes = valid.Bytes,
            Prepared = (OpenIdGrant)valid.Prepared!,
        };
    }
}
