using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Keys;
using Gatehouse.Gateway.Identity.OpenId;
using Gatehouse.Gateway.Identity.Tokens;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Claims;
using Gatehouse.Protocols.Jose;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>Checks signed tokens: form, kind, issuer, key of that issuer, signature, times. The key decides about the algorithm.</summary>
internal sealed class JwtChecks
{
    private static readonly TimeSpan FreshSkew = TimeSpan.FromSeconds(60);

    private readonly IssuerSet _issuers;
    private readonly OpenIdFailures _failures;
    private readonly TimeProvider _time;
    private readonly JoseKey? _secret;
    private readonly JwtValidation _access, _id;

    public JwtChecks(OpenIdConnectConfig config, IssuerSet issuers, OpenIdFailures failures, TimeProvider time)
    {
        (_issuers, _failures, _time) = (issuers, failures, time);
        _access = new JwtValidation { ClockSkew = config.Leeway };
        _id = new JwtValidation
        {
            // It was made a moment ago, by a clock that may be ahead of ours.
            ClockSkew = config.Leeway > FreshSkew ? config.Leeway : FreshSkew,
            Audiences = config.ClientId is { } client ? [client] : [],
        };
        if (config is { AllowsHmac: true, ClientSecret: { } secret })
        {
            JoseKey.TryFromSecret(Encoding.UTF8.GetBytes(secret), new JoseKeyPolicy { Algorithms = JoseAlgorithmSet.Hmac }, out _secret, out _);
        }
    }

    /// <summary>Checks a token.</summary>
    public async ValueTask<CheckedJwt> CheckAsync(ReadOnlyMemory<byte> token, TokenUse use)
    {
        if (!JwsToken.TryParse(token, JoseLimits.Default, out var jws, out var error) || !JwtClaims.TryRead(jws, JoseLimits.Default, out var claims, out error))
        {
            return _failures.Of(error);
        }

        if (use != TokenUse.Id && IsNoBearerToken(jws, claims))
        {
            return _failures.Invalid(AuthenticationFailureReason.NotAcceptable);
        }

        var (provider, isUnavailable) = await _issuers.FindAsync(claims.Issuer);
        if (provider is null || (use != TokenUse.Access && !_issuers.IsMain(provider, claims.Issuer)))
        {
            return isUnavailable ? _failures.Unavailable : _failures.Invalid(AuthenticationFailureReason.Unknown);
        }

        var found = await FindKeyAsync(provider, jws, claims);
        if (found.Key is not { } key)
        {
            return found.IsUnavailable ? _failures.Unavailable : _failures.Of(found.Error);
        }

        error = key.Verify(jws);
        error = error == JoseError.None ? claims.Validate(use == TokenUse.Id ? _id : _access, _time.GetUtcNow()) : error;
        if (error != JoseError.None)
        {
            return _failures.Of(error);
        }

        byte[] payload = new byte[jws.PayloadLength];
        jws.CopyPayload(payload);
        return new CheckedJwt(claims, new JsonClaims(TokenClaims.Plugin, payload), null);
    }

    /// <summary>
    /// Tokens that are signed by the same keys and are no access tokens: of log-outs and events, Keycloak's ID and refresh tokens,
    /// Cognito's ID tokens, any that name what else was issued. And those bound to a key of the client (RFC 8705, RFC 9449), whose proof nobody here has seen.
    /// </summary>
    private static bool IsNoBearerToken(JwsToken jws, JwtClaims claims)
        => jws.HasType("logout+jwt"u8) || jws.HasType("secevent+jwt"u8) || jws.HasType("dpop+jwt"u8) || jws.HasType("token-introspection+jwt"u8)
            || claims.Root["typ"u8] is var type && (type.IsString("ID"u8) || type.IsString("Refresh"u8) || type.IsString("Offline"u8) || type.IsString("Logout"u8))
            || claims.Root["token_use"u8].IsString("id"u8)
            || claims.Root["at_hash"u8].Exists || claims.Root["c_hash"u8].Exists
            || claims.Root["cnf"u8].Exists;

    private async ValueTask<RemoteKey> FindKeyAsync(Provider provider, JwsToken jws, JwtClaims claims)
    {
        if (JoseAlgorithmSet.Hmac.Contains(jws.Algorithm))
        {
            return _secret is not null && _issuers.IsMain(provider, claims.Issuer)
                ? new RemoteKey(_secret, JoseError.None, false)
                : new RemoteKey(null, JoseError.AlgorithmNotAllowed, false);
        }

        if (provider.Keys.TryFind(jws, out var key, out _))
        {
            return new RemoteKey(key, JoseError.None, false);
        }

        var found = await provider.Keys.FindAsync(jws);
        return await VerificationTurns.EnterAsync() ? found : new RemoteKey(null, JoseError.KeyNotFound, true);
    }
}
