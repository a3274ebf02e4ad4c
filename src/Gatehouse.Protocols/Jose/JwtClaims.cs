using System.Diagnostics.CodeAnalysis;
using Gatehouse.Protocols.Jose.Json;

namespace Gatehouse.Protocols.Jose;

/// <summary>
/// The claims of a JWT (RFC 7519 §4), read once. Reading believes nothing: look at a token's claims before its signature only to
/// find out which key should have signed it. Any number of threads may use them.
/// </summary>
public sealed class JwtClaims
{
    private readonly JsonTree _tree;
    private readonly JsonValue _issuer;
    private readonly JsonValue _audience;
    private readonly long? _expiration;
    private readonly long? _notBefore;
    private readonly long? _issuedAt;

    private JwtClaims(JsonTree tree)
    {
        _tree = tree;
        foreach (var claim in tree.Root.Values)
        {
            var error = JoseError.None;
            if (claim.Name.SequenceEqual("iss"u8))
            {
                _issuer = claim;
                error = StringOnly(claim);
            }
            else if (claim.Name.SequenceEqual("sub"u8) || claim.Name.SequenceEqual("jti"u8))
            {
                error = StringOnly(claim);
            }
            else if (claim.Name.SequenceEqual("aud"u8))
            {
                _audience = claim;
                error = StringOrStrings(claim);
            }
            else if (claim.Name.SequenceEqual("exp"u8))
            {
                error = NumericDate.TryRead(claim, out _expiration);
            }
            else if (claim.Name.SequenceEqual("nbf"u8))
            {
                error = NumericDate.TryRead(claim, out _notBefore);
            }
            else if (claim.Name.SequenceEqual("iat"u8))
            {
                error = NumericDate.TryRead(claim, out _issuedAt);
            }

            Malformed = Malformed == JoseError.None ? error : Malformed;
        }
    }

    /// <summary>
    /// <see cref="JoseError.ClaimType"/> or <see cref="JoseError.ClaimTimeRange"/> when a registered claim is not what RFC 7519 §4.1
    /// says; such a claim has no typed value below, and <see cref="Validate"/> refuses the token.
    /// </summary>
    public JoseError Malformed { get; }

    /// <summary><c>iss</c>, or null; allocates the first time.</summary>
    public string? Issuer => field ??= _issuer.GetString();

    /// <summary><c>sub</c>, or null; allocates the first time.</summary>
    public string? Subject => field ??= Root["sub"u8].GetString();

    /// <summary><c>jti</c>, or null; allocates the first time.</summary>
    public string? TokenId => field ??= Root["jti"u8].GetString();

    /// <summary><c>aud</c>: a string, or an array of strings; <see cref="JsonValue.HasString"/> serves both.</summary>
    public JsonValue Audience => _audience;

    /// <summary><c>exp</c>: the first moment at which the token is not valid any more.</summary>
    public DateTimeOffset? Expiration => At(_expiration);

    /// <summary><c>nbf</c>: the first moment at which the token is valid.</summary>
    public DateTimeOffset? NotBefore => At(_notBefore);

    /// <summary><c>iat</c>.</summary>
    public DateTimeOffset? IssuedAt => At(_issuedAt);

    /// <summary>The whole object.</summary>
    public JsonValue Root => _tree.Root;

    /// <summary>Reads the claims of a token.</summary>
    /// <returns>False with the reason, and no claims, when the payload is not a strict JSON object within the limits.</returns>
    public static bool TryRead(JwsToken token, JoseLimits limits, [NotNullWhen(true)] out JwtClaims? claims, out JoseError error)
    {
        ArgumentNullException.ThrowIfNull(token);
        claims = null;
        if (token.HasContentType("JWT"u8))
        {
            // RFC 7519 §5.2. Unwrapping would need a second key, and a limit on how often.
            error = JoseError.ClaimsNested;
            return false;
        }

        var payload = new byte[token.PayloadLength];
        token.CopyPayload(payload);
        return TryRead(payload, limits, out claims, out error);
    }

    /// <summary>Reads claims that came another way, e.g. from introspection (RFC 7662 §2.2); the array is changed and kept.</summary>
    /// <returns>False with the reason, and no claims, when it is not a strict JSON object within the limits.</returns>
    public static bool TryRead(byte[] json, JoseLimits limits, [NotNullWhen(true)] out JwtClaims? claims, out JoseError error)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(limits);
        claims = JsonTree.TryRead(json, limits.ClaimsDepth, limits.ClaimsValues, out var tree, out error) ? new JwtClaims(tree) : null;
        return claims is not null;
    }

    /// <summary>The claim at a path, or a missing value; allocates nothing.</summary>
    public JsonValue Find(ClaimPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var value = Root;
        foreach (byte[] name in path.Names)
        {
            value = value[name];
        }

        return value;
    }

    /// <summary>Checks types, times, issuer and audience, in this order; allocates nothing.</summary>
    /// <returns><see cref="JoseError.None"/>, or the first reason to refuse.</returns>
    public JoseError Validate(JwtValidation rules, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Malformed != JoseError.None ? Malformed
            : ValidateTimes(rules, now.ToUnixTimeMilliseconds()) is not JoseError.None and var time ? time
            : ValidateParties(rules);
    }

    private JoseError ValidateTimes(JwtValidation rules, long now)
    {
        // Everything lies within 9999 years in milliseconds plus a day: no sum can overflow.
        long skew = (long)rules.ClockSkew.TotalMilliseconds;
        if (_expiration is null)
        {
            return rules.RequireExpiration || rules.MaximumLifetime is not null ? JoseError.ExpirationMissing : EarlyError(now, skew);
        }

        if (now >= _expiration + skew)
        {
            return JoseError.Expired;
        }

        if (rules.MaximumLifetime is { } lifetime)
        {
            long longest = (long)lifetime.TotalMilliseconds;
            if (_expiration - now > longest + skew || _expiration - _issuedAt > longest)
            {
                return JoseError.LifetimeTooLong;
            }
        }

        return EarlyError(now, skew);
    }

    private JoseError EarlyError(long now, long skew) =>
        now < _notBefore - skew ? JoseError.NotYetValid : now < _issuedAt - skew ? JoseError.IssuedInFuture : JoseError.None;

    private JoseError ValidateParties(JwtValidation rules)
    {
        if (!rules.Utf8Issuers.IsEmpty)
        {
            if (!_issuer.Exists)
            {
                return JoseError.IssuerMissing;
            }

            if (!HasAny(_issuer, rules.Utf8Issuers))
            {
                return JoseError.IssuerMismatch;
            }
        }

        return rules.Utf8Audiences.IsEmpty ? JoseError.None
            : !_audience.Exists ? JoseError.AudienceMissing
            : HasAny(_audience, rules.Utf8Audiences) ? JoseError.None
            : JoseError.AudienceMismatch;
    }

    private static bool HasAny(JsonValue claim, ReadOnlySpan<byte[]> expected)
    {
        foreach (byte[] text in expected)
        {
            if (claim.HasString(text))
            {
                return true;
            }
        }

        return false;
    }

    private static JoseError StringOnly(JsonValue claim) => claim.Kind == JsonKind.String ? JoseError.None : JoseError.ClaimType;

    private static JoseError StringOrStrings(JsonValue claim)
    {
        if (claim.Kind != JsonKind.Array)
        {
            return StringOnly(claim);
        }

        foreach (var element in claim.Values)
        {
            if (element.Kind != JsonKind.String)
            {
                return JoseError.ClaimType;
            }
        }

        return JoseError.None;
    }

    private static DateTimeOffset? At(long? milliseconds) => milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}
