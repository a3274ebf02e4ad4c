using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Tokens;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Claims;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>Verifies signed access tokens.</summary>
internal sealed class JwtVerifier(JwtChecks checks, ClaimRules rules, OpenIdFailures failures) : ITokenVerifier
{
    /// <inheritdoc/>
    public AuthenticationFailure Busy => failures.Unavailable;

    /// <inheritdoc/>
    public async ValueTask<TokenCheck> VerifyAsync(ReadOnlyMemory<byte> token)
    {
        var jwt = await checks.CheckAsync(token, TokenUse.Access);
        return jwt.Failure is { } failure
            ? failure
            : rules.Accept(new TokenClaims(jwt.Json, null), new TokenTexts(System.Text.Encoding.ASCII.GetString(token.Span)), jwt.Claims!.Expiration);
    }
}
