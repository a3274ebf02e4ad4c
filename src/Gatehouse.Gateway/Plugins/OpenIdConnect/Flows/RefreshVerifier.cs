using System.Text;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Tokens;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Claims;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Flows;

/// <summary>
/// Continues sessions with new tokens. The "token" is the sealed session, kept under <see cref="DigestOf"/>: requests that come at once,
/// or a moment later with the old cookie, share one renewal, at whichever plugin instance they come. What comes of it is the session
/// (<see cref="VerifiedToken.Prepared"/>), which nobody has judged yet.
/// </summary>
internal sealed class RefreshVerifier(
    OpenIdConnectConfig config, IssuerSet issuers, TokenEndpoint endpoint, SessionTokens tokens, SessionStore store, OpenIdFailures failures, TimeProvider time)
    : ITokenVerifier
{
    /// <summary>How long a request with the old cookie is given the new tokens.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(60);

    private static readonly OpenIdCredential Nobody = new("");

    // Instances that ask another provider, as another client or less carefully, share nothing.
    private readonly string _purpose = string.Join(
        '\n', config.Issuer, config.TokenEndpoint, config.ClientId, config.ClientSecret, config.VerifyTls, config.AllowsHmac, config.Session.Audience,
        string.Join('\n', config.IssuersAllowed));

    /// <inheritdoc/>
    public AuthenticationFailure Busy => failures.Unavailable;

    /// <summary>What a session's renewal is found by.</summary>
    public SecretDigest DigestOf(LoginSession session) => SecretDigest.Of(Encoding.UTF8.GetBytes($"{_purpose}\n{session.Id}\n{session.RefreshToken}"));

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

        var (next, failure) = await tokens.ContinueAsync(answer, session);
        return next is null ? failure! : new VerifiedToken
        {
            Credential = Nobody,
            ExpiresAt = time.GetUtcNow() + Overlap,
            Bytes = next.Bytes,
            Prepared = next,
        };
    }
}
