using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Tokens;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Claims;
using Gatehouse.Protocols.Jose;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;

/// <summary>
/// Makes of a sealed session what requests need. Its tokens were verified before they were sealed; nobody but the gateway can seal.
/// </summary>
internal sealed class SessionVerifier(SessionStore store, ClaimRules rules, OpenIdFailures failures) : ITokenVerifier
{
    /// <inheritdoc/>
    public AuthenticationFailure Busy => failures.Unavailable;

    /// <inheritdoc/>
    public ValueTask<TokenCheck> VerifyAsync(ReadOnlyMemory<byte> token)
        => ValueTask.FromResult(store.Open(token.Span) is { } session ? Judge(session) : failures.Invalid(AuthenticationFailureReason.Malformed));

    /// <summary>Judges a session by the claims of its tokens.</summary>
    public TokenCheck Judge(LoginSession session)
    {
        var access = session.IsAccessTokenVerified ? Payload(session.AccessToken) : null;
        return rules.Accept(
            new TokenClaims(access, Payload(session.IdToken)), session.Tokens, DateTimeOffset.FromUnixTimeSeconds(session.Expires), session);
    }

    private static JsonClaims? Payload(string token)
    {
        if (!JwsToken.TryParse(Encoding.UTF8.GetBytes(token), JoseLimits.Default, out var jws, out _))
        {
            return null;
        }

        byte[] payload = new byte[jws.PayloadLength];
        jws.CopyPayload(payload);
        return new JsonClaims(TokenClaims.Plugin, payload);
    }
}
