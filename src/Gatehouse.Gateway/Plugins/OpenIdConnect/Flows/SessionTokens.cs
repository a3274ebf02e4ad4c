using System.Security.Cryptography;
using System.Text;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Flows;

/// <summary>Makes sessions of a token endpoint's answers, once their tokens have been checked.</summary>
internal sealed class SessionTokens(OpenIdConnectConfig config, JwtChecks checks, IdTokens idTokens, OpenIdFailures failures, TimeProvider time)
{
    /// <summary>The session of a log-in (OpenID Connect Core section 3.1.3).</summary>
    public async ValueTask<(LoginSession? Session, AuthenticationFailure? Failure)> BeginAsync(TokenAnswer answer, string nonce, string code)
    {
        if (answer.IdToken is not { } idToken)
        {
            return (null, failures.Invalid(AuthenticationFailureReason.Malformed));
        }

        var id = await idTokens.CheckAsync(idToken, answer.AccessToken, code);
        if (id.Failure is not null)
        {
            return (null, id.Failure);
        }

        byte[] expected = Encoding.ASCII.GetBytes(nonce);
        if (!CryptographicOperations.FixedTimeEquals(expected, id.Claims!.Root["nonce"u8].Utf8))
        {
            return (null, failures.Invalid(AuthenticationFailureReason.NotAcceptable));
        }

        long now = time.GetUtcNow().ToUnixTimeSeconds();
        return (await MakeAsync(answer, idToken, answer.RefreshToken ?? "", LoginSession.NewId(), now), null);
    }

    /// <summary>The session that goes on with new tokens (section 12.2): a new ID token must be of the same person.</summary>
    public async ValueTask<(LoginSession? Session, AuthenticationFailure? Failure)> ContinueAsync(TokenAnswer answer, LoginSession previous)
    {
        if (answer.IdToken is { } idToken)
        {
            var id = await idTokens.CheckAsync(idToken, answer.AccessToken);
            if (id.Failure is not null || !IdTokens.IsSamePerson(id.Claims!, previous.IdToken))
            {
                return (null, id.Failure ?? failures.Invalid(AuthenticationFailureReason.NotAcceptable));
            }
        }

        return (await MakeAsync(answer, answer.IdToken ?? previous.IdToken, answer.RefreshToken ?? previous.RefreshToken, previous.Id, previous.Created), null);
    }

    private async ValueTask<LoginSession> MakeAsync(TokenAnswer answer, string idToken, string refreshToken, string id, long created)
    {
        // Many access tokens are for others and opaque to us, some have three parts all the same: they are only not asked for claims.
        bool isVerified = answer.AccessToken.Count(c => c == '.') == 2
            && (await checks.CheckAsync(Encoding.UTF8.GetBytes(answer.AccessToken), TokenUse.Own)).Failure is null;
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        long end = created + (long)config.Session.Absolute.TotalSeconds;
        return new LoginSession
        {
            Id = id,
            Created = created,
            Used = now,
            Expires = answer.ExpiresIn is { } lifetime ? Math.Min(end, now + (long)lifetime.TotalSeconds) : end,
            IsAccessTokenVerified = isVerified,
            AccessToken = answer.AccessToken,
            IdToken = idToken,
            RefreshToken = refreshToken,
        };
    }
}
