using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.OpenId;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;
using Gatehouse.Protocols.Jose;
using Gatehouse.Protocols.Jose.Json;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Flows;

/// <summary>Makes sessions of a token endpoint's answers, once their tokens have been checked.</summary>
internal sealed class SessionTokens(OpenIdConnectConfig config, IssuerSet issuers, JwtChecks checks, OpenIdFailures failures, TimeProvider time)
{
    /// <summary>The session of a log-in (OpenID Connect Core section 3.1.3).</summary>
    public async ValueTask<(LoginSession? Session, AuthenticationFailure? Failure)> BeginAsync(Provider provider, TokenAnswer answer, string nonce)
    {
        if (answer.IdToken is not { } idToken)
        {
            return (null, failures.Invalid(AuthenticationFailureReason.Malformed));
        }

        var id = await CheckIdAsync(provider, idToken, answer.AccessToken);
        if (id.Failure is not null)
        {
            return (null, id.Failure);
        }

        byte[] expected = Encoding.ASCII.GetBytes(nonce);
        if (!CryptographicOperations.FixedTimeEquals(expected, id.Claims!.Root["nonce"u8].Utf8))
        {
            return (null, failures.Invalid(AuthenticationFailureReason.NotAcceptable));
        }

        return (await MakeAsync(answer, idToken, answer.RefreshToken ?? "", time.GetUtcNow().ToUnixTimeSeconds()), null);
    }

    /// <summary>The session that goes on with new tokens (section 12.2): a new ID token must be of the same person.</summary>
    public async ValueTask<(LoginSession? Session, AuthenticationFailure? Failure)> ContinueAsync(Provider provider, TokenAnswer answer, LoginSession previous)
    {
        if (answer.IdToken is { } idToken)
        {
            var id = await CheckIdAsync(provider, idToken, answer.AccessToken);
            if (id.Failure is not null || !IsSamePerson(id.Claims!, previous.IdToken))
            {
                return (null, id.Failure ?? failures.Invalid(AuthenticationFailureReason.NotAcceptable));
            }
        }

        return (await MakeAsync(answer, answer.IdToken ?? previous.IdToken, answer.RefreshToken ?? previous.RefreshToken, previous.Created), null);
    }

    private async ValueTask<CheckedJwt> CheckIdAsync(Provider provider, string idToken, string accessToken)
    {
        var id = await checks.CheckAsync(Encoding.UTF8.GetBytes(idToken), TokenUse.Id);
        if (id.Claims is not { } claims)
        {
            return id;
        }

        // Section 3.1.3.7: of another client among the audience only when that client is not the one it was made for; and sub is a must.
        var party = claims.Root["azp"u8];
        bool isOurs = issuers.IsMain(provider, claims.Issuer)
            && claims.Subject is { Length: > 0 }
            && (!party.Exists || party.IsString(Encoding.UTF8.GetBytes(config.ClientId!)));
        return isOurs && HasHash(claims.Root["at_hash"u8], idToken, accessToken) ? id : failures.Invalid(AuthenticationFailureReason.NotAcceptable);
    }

    private async ValueTask<LoginSession> MakeAsync(TokenAnswer answer, string idToken, string refreshToken, long created)
    {
        // Many access tokens are for others and opaque to us, some have three parts all the same: they are only not asked for claims.
        bool isVerified = answer.AccessToken.Count(c => c == '.') == 2
            && (await checks.CheckAsync(Encoding.UTF8.GetBytes(answer.AccessToken), TokenUse.Access)).Failure is null;
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        long end = created + (long)config.Session.Absolute.TotalSeconds;
        return new LoginSession
        {
            Created = created,
            Used = now,
            Expires = answer.ExpiresIn is { } lifetime ? Math.Min(end, now + (long)lifetime.TotalSeconds) : end,
            IsAccessTokenVerified = isVerified,
            AccessToken = answer.AccessToken,
            IdToken = idToken,
            RefreshToken = refreshToken,
        };
    }

    // The session's own was verified when it was made; one that was dropped for its size has nothing to compare.
    private static bool IsSamePerson(JwtClaims claims, string previous)
        => previous.Length == 0
            || (JwsToken.TryParse(Encoding.UTF8.GetBytes(previous), JoseLimits.Default, out var jws, out _)
                && JwtClaims.TryRead(jws, JoseLimits.Default, out var before, out _)
                && claims.Subject == before.Subject && claims.Issuer == before.Issuer);

    /// <summary>at_hash (section 3.1.3.6), where there is one: the left half of the access token's hash, by the ID token's algorithm.</summary>
    private static bool HasHash(JsonValue claim, string idToken, string accessToken)
    {
        if (!claim.Exists)
        {
            return true;
        }

        if (!JwsToken.TryParse(Encoding.UTF8.GetBytes(idToken), JoseLimits.Default, out var jws, out _))
        {
            return false;
        }

        byte[] text = Encoding.ASCII.GetBytes(accessToken);
        byte[]? hash = jws.Algorithm switch
        {
            JoseAlgorithm.HS384 or JoseAlgorithm.RS384 or JoseAlgorithm.PS384 or JoseAlgorithm.ES384 => SHA384.HashData(text),
            JoseAlgorithm.HS512 or JoseAlgorithm.RS512 or JoseAlgorithm.PS512 or JoseAlgorithm.ES512 => SHA512.HashData(text),
            // Providers do not agree about Edwards curves.
            JoseAlgorithm.EdDSA or JoseAlgorithm.Ed25519 or JoseAlgorithm.Ed448 => null,
            _ => SHA256.HashData(text),
        };
        return hash is null || CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Base64Url.EncodeToString(hash.AsSpan(0, hash.Length / 2))), claim.Utf8);
    }
}
