using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Tokens;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Claims;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Flows;

/// <summary>Lets in who has a session: as long as it lasts, and on with new tokens where the provider gives them.</summary>
internal sealed class SessionFlow(
    OpenIdConnectConfig config, SessionStore store, SessionVerifier verifier, RefreshVerifier refresher, TokenCache cache, TimeProvider time) : IDisposable
{
    // A cookie is written anew when so much of the idle time is over: not with every answer.
    private const double Touch = 0.1;

    private readonly TokenScope _sessions = cache.Open(time);
    private readonly TokenScope _refreshes = cache.Open(time);

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
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        if (session is null || now - session.Used >= config.Session.Idling.TotalSeconds || now - session.Created >= config.Session.Absolute.TotalSeconds)
        {
            store.End(exchange);
            return null;
        }

        if (now + (long)config.Session.RefreshLeeway.TotalSeconds < session.Expires)
        {
            return await UseAsync(exchange, session, known, cookie, now);
        }

        return config.Session.Refreshes && session.RefreshToken.Length > 0
            ? await RefreshAsync(exchange, session, cookie)
            : End(exchange);
    }

    /// <summary>Judges a session that has just begun, and keeps the result for the requests with its cookie.</summary>
    public TokenCheck Judge(LoginSession session) => verifier.Judge(session);

    /// <inheritdoc/>
    public void Dispose()
    {
        _sessions.Dispose();
        _refreshes.Dispose();
    }

    private async ValueTask<TokenCheck?> UseAsync(Exchange exchange, LoginSession session, VerifiedToken? known, byte[] cookie, long now)
    {
        if (now - session.Used >= config.Session.Idling.TotalSeconds * Touch)
        {
            store.TrySet(exchange, session with { Used = now });
        }

        return known is not null ? known : await _sessions.VerifyAsync(SecretDigest.Of(cookie), cookie, verifier);
    }

    private async ValueTask<TokenCheck?> RefreshAsync(Exchange exchange, LoginSession session, byte[] cookie)
    {
        var digest = SecretDigest.Of(Encoding.UTF8.GetBytes(session.RefreshToken));
        TokenCheck check = _refreshes.Find(in digest) is { } renewed ? renewed : await _refreshes.VerifyAsync(in digest, cookie, refresher);
        if (check.Token is { Prepared: OpenIdGrant { Session: { } next } })
        {
            return store.TrySet(exchange, next) ? check : End(exchange);
        }

        // Out of reach is not over: the next attempt may succeed. A denial is said, and the session stays what it is.
        return check.Failure is OpenIdDenial or { Reason: AuthenticationFailureReason.Unavailable } ? check : End(exchange);
    }

    private TokenCheck? End(Exchange exchange)
    {
        store.End(exchange);
        return null;
    }
}
