using System.Text;
using Gatehouse.Gateway.Identity;
using Gatehouse.Protocols.Jose;
using Gatehouse.Protocols.Jose.Json;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>Checks ID tokens that came from the token endpoint (OpenID Connect Core section 3.1.3.7).</summary>
internal sealed class IdTokens(OpenIdConnectConfig config, JwtChecks checks, OpenIdFailures failures)
{
    private readonly byte[] _client = Encoding.UTF8.GetBytes(config.ClientId ?? "");

    /// <summary>Checks one: signature, issuer, audience, times, and that it goes with the access token and the code.</summary>
    public async ValueTask<CheckedJwt> CheckAsync(string idToken, string accessToken, string? code = null)
    {
        var id = await checks.CheckAsync(Encoding.UTF8.GetBytes(idToken), TokenUse.Id);
        if (id.Claims is not { } claims)
        {
            return id;
        }

        // Where others are among the audience it must say that it was made for us; and sub is a must.
        var party = claims.Root["azp"u8];
        bool isOurs = claims.Subject is { Length: > 0 }
            && (party.Exists ? party.IsString(_client) : !HasOthers(claims.Audience))
            && TokenHash.Fits(claims.Root["at_hash"u8], idToken, accessToken)
            && (code is null || TokenHash.Fits(claims.Root["c_hash"u8], idToken, code));
        return isOurs ? id : failures.Invalid(AuthenticationFailureReason.NotAcceptable);
    }

    /// <summary>Whether two ID tokens are of the same person (section 12.2). The earlier one was verified when it came.</summary>
    public static bool IsSamePerson(JwtClaims claims, string previous)
        => JwsToken.TryParse(Encoding.UTF8.GetBytes(previous), JoseLimits.Default, out var jws, out _)
            && JwtClaims.TryRead(jws, JoseLimits.Default, out var before, out _)
            && claims.Subject == before.Subject && claims.Issuer == before.Issuer;

    private bool HasOthers(JsonValue audience)
    {
        if (audience.Kind != JsonKind.Array)
        {
            return false;
        }

        foreach (var element in audience.Values)
        {
            if (!element.IsString(_client))
            {
                return true;
            }
        }

        return false;
    }
}
