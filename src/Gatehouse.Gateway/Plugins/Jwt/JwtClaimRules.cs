using System.Text;
using Gatehouse.Gateway.Identity;
using Gatehouse.Protocols.Jose;

namespace Gatehouse.Gateway.Plugins.Jwt;

/// <summary>What is asked of the claims of a token whose signature is right.</summary>
internal sealed class JwtClaimRules(JwtConfig config, JwtFailures failures)
{
    private readonly bool _verifiesExpiration = config.ClaimsToVerify.Contains("exp");
    private readonly bool _verifiesNotBefore = config.ClaimsToVerify.Contains("nbf");
    private readonly double _skew = config.ClockSkew.TotalSeconds;
    private readonly byte[][] _audiences = [.. config.Audiences.Select(Encoding.UTF8.GetBytes)];

    private readonly JwtValidation _shared = new()
    {
        Issuers = config.Issuers,
        Audiences = config.Audiences,
        ClockSkew = config.ClockSkew,
        MaximumLifetime = config.MaximumExpiration > 0 ? TimeSpan.FromSeconds(config.MaximumExpiration) : null,
    };

    /// <summary>For tokens of credentials: what the configuration names, and nothing else, as in Kong. Null = all is well.</summary>
    public AuthenticationFailure? Check(JwtClaims claims, DateTimeOffset time)
    {
        double now = time.ToUnixTimeMilliseconds() / 1000.0;
        bool hasEnd = claims.Root["exp"u8].TryGetDouble(out double end);
        bool hasStart = claims.Root["nbf"u8].TryGetDouble(out double start);
        string? exp = !_verifiesExpiration ? null : !hasEnd ? "must be a number" : end + _skew <= now ? "token expired" : null;
        string? nbf = !_verifiesNotBefore ? null : !hasStart ? "must be a number" : start - _skew > now ? "token not valid yet" : null;
        if (exp is not null || nbf is not null)
        {
            var reason = hasEnd && exp is not null ? AuthenticationFailureReason.Expired
                : hasStart && exp is null ? AuthenticationFailureReason.NotYetValid
                : AuthenticationFailureReason.NotAcceptable;
            return failures.Claims(reason, ("exp", exp), ("nbf", nbf));
        }

        return config.MaximumExpiration > 0 && (!hasEnd || end - now > config.MaximumExpiration + _skew) ? TooLong() : CheckAudience(claims);
    }

    /// <summary>
    /// For tokens of key sets: types of all registered claims, times (<c>exp</c> is a must), issuer, audience. Null = all is well.
    /// </summary>
    public AuthenticationFailure? CheckShared(JwtClaims claims, DateTimeOffset time) => claims.Validate(_shared, time) switch
    {
        JoseError.None => null,
        JoseError.Expired => failures.Claims(AuthenticationFailureReason.Expired, ("exp", "token expired")),
        JoseError.ExpirationMissing => failures.Claims(AuthenticationFailureReason.NotAcceptable, ("exp", "must be a number")),
        JoseError.NotYetValid => failures.Claims(AuthenticationFailureReason.NotYetValid, ("nbf", "token not valid yet")),
        JoseError.IssuedInFuture => failures.Claims(AuthenticationFailureReason.NotYetValid, ("iat", "token not valid yet")),
        JoseError.LifetimeTooLong => TooLong(),
        JoseError.IssuerMissing or JoseError.IssuerMismatch => failures.Claims(AuthenticationFailureReason.NotAcceptable, ("iss", "not allowed")),
        JoseError.AudienceMissing or JoseError.AudienceMismatch => WrongAudience(),
        var malformed => failures.Bad(malformed),
    };

    private AuthenticationFailure? CheckAudience(JwtClaims claims)
    {
        foreach (byte[] audience in _audiences)
        {
            if (claims.Audience.HasString(audience))
            {
                return null;
            }
        }

        return _audiences.Length == 0 ? null : WrongAudience();
    }

    private AuthenticationFailure TooLong()
        => failures.Claims(AuthenticationFailureReason.NotAcceptable, ("exp", "exceeds maximum allowed expiration"));

    private AuthenticationFailure WrongAudience() => failures.Claims(AuthenticationFailureReason.NotAcceptable, ("aud", "not allowed"));
}
