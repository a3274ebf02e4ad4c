using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Tokens;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Claims;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Flows;

/// <summary>Lets in who has a session: as long as it lasts, and on with new tokens where the provider gives them.</summary>
internal sealed class SessionFlow(
    OpenIdConnectConfig config, SessionStore store, SessionVerifier verifier, RefreshVerifier refresher, IdentityNode node, TimeProvider time) : IDisposable
{
    // A cookie is written anew when so much of the idle time is over: not with every answer.
    private const double Touch = 0.1;

    private readonly TokenScope _sessions = node.Tokens.Open(time);
    private readonly TokenScope _renewals = node.RenewalsOf(time);

    /// <summary>The session of a request; null = there is none that holds.</summary>
    public async ValueTask<TokenCheck?> AuthenticateAsync(Exchange exchange)
    {
        if (store.Find(exchange) is not { } cookie)
        {
            return null;
        }

        var digest = SecretDigest.Of(cookie);
        var known = _sessions.Find(in digest);
        var session = known is { Prepared: OpenIdGrant grant } ? grant.Session : store.Open(cookie);
        if (session is null || store.IsOver(session))
        {
            return End(exchange);
        }

        long now = time.GetUtcNow().ToUnixTimeSeconds();
        if (now + (long)config.Session.RefreshLeeway.TotalSeconds < session.Expires)
        {
            return await UseAsync(exchange, session, known, cookie, now);
        }

        if (!config.Session.Refreshes || session.RefreshToken.Length == 0)
        {
            return now < session.Expires ? await UseAsync(exchange, session, known, cookie, now) : End(exchange);
        }

        return await RefreshAsync(exchange, session, known, cookie, now);
    }

    /// <inheritdoc/>
    public void Dispose() => _sessions.Dispose();

    private async ValueTask<TokenCheck?> UseAsync(Exchange exchange, LoginSession session, VerifiedToken? known, byte[] cookie, long now)
    {
        if (now - session.Used >= config.Session.Idling.TotalSeconds * Touch)
        {
            store.TrySet(exchange, session with { Used = now });
        }

        return known is not null ? known : await _sessions.VerifyAsync(SecretDigest.Of(cookie), cookie, verifier);
    }

    private async ValueTask<TokenCheck?> RefreshAsync(Exchange exchange, LoginSession session, VerifiedToken? known, byte[] cookie, long now)
    {
        var digest = refresher.DigestOf(session);
        TokenCheck check = _renewals.Find(in digest) is { } renewed ? renewed : await _renewals.VerifyAsync(in digest, cookie, refresher);
        if (check.Token is { Prepared: LoginSession next })
        {
            // Kept also when it does not suffice here: the old refresh token may work no more.
            return store.TrySet(exchange, next) ? verifier.Judge(next) : End(exchange);
        }

        // Out of reach is not over: the next attempt may succeed, and until the token's end nothing is lost.
        return check.Failure is not { Reason: AuthenticationFailureReason.Unavailable } ? End(exchange)
            : now < session.Expires ? await UseAsync(exchange, session, known, cookie, now)
            : check;
    }

    private TokenCheck? End(Exchange exchange)
    {
        store.End(exchange);
        return null;
    }
}
