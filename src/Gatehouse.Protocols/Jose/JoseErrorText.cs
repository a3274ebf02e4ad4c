namespace Gatehouse.Protocols.Jose;

/// <summary>One sentence per reason, for logs and answers; none holds anything of a token or a key.</summary>
public static class JoseErrorText
{
    /// <summary>The sentence, without a full stop.</summary>
    public static string Message(this JoseError error) => error switch
    {
        JoseError.None => "nothing is wrong",
        JoseError.TokenEmpty => "the token is empty",
        JoseError.TokenTooLarge => "the token is too long",
        JoseError.TokenNotCompact => "the token is not in compact serialization",
        JoseError.TokenParts => "the token has not three parts",
        JoseError.TokenEncrypted => "encrypted tokens (JWE) are not accepted",
        JoseError.HeaderEncoding => "the token's header is not canonical base64url",
        JoseError.HeaderTooLarge => "the token's header is too long",
        JoseError.HeaderMember => "a member of the token's header has the wrong type",
        JoseError.PayloadEncoding => "the token's payload is not canonical base64url",
        JoseError.PayloadMissing => "the token has no payload",
        JoseError.PayloadUnencoded => "unencoded payloads (b64) are not accepted",
        JoseError.SignatureEncoding => "the token's signature is not canonical base64url",
        JoseError.SignatureMissing => "the token has no signature",
        JoseError.SignatureInvalid => "the token's signature is wrong",
        JoseError.AlgorithmMissing => "the token names no algorithm",
        JoseError.AlgorithmNone => "unsigned tokens (alg none) are not accepted",
        JoseError.AlgorithmUnknown => "the token's algorithm is not known",
        JoseError.AlgorithmNotAllowed => "the key may not be used with the token's algorithm",
        JoseError.KeyIdTooLong => "the token's key id is too long",
        JoseError.CriticalInvalid => "the token's list of critical header members is invalid",
        JoseError.CriticalUnknown => "the token needs an extension that is not supported",
        JoseError.JsonMalformed => "the JSON text is malformed",
        JoseError.JsonNotUtf8 => "the JSON text is not UTF-8",
        JoseError.JsonTooDeep => "the JSON text is nested too deeply",
        JoseError.JsonTooManyValues => "the JSON text holds too many values",
        JoseError.JsonDuplicateMember => "the JSON text names a member twice",
        JoseError.JsonNumber => "the JSON text holds a number out of range",
        JoseError.JsonNotAnObject => "the JSON text is not an object",
        JoseError.KeyNotFound => "no key fits the token's key id and algorithm",
        JoseError.KeyAmbiguous => "the token has no key id and several keys would do",
        _ => KeyOrClaim(error),
    };

    private static string KeyOrClaim(JoseError error) => error switch
    {
        JoseError.KeyMalformed => "the key is neither JWK nor PEM of a known form",
        JoseError.KeyTypeUnknown => "the key's type is not known",
        JoseError.KeyMemberMissing => "the key lacks a required member",
        JoseError.KeyMemberInvalid => "a member of the key is invalid",
        JoseError.KeyTooShort => "the key is too short",
        JoseError.KeyTooLong => "the key is too long",
        JoseError.KeyWeak => "the key's exponent or modulus is weak",
        JoseError.KeyCurveUnknown => "the key's curve is not known",
        JoseError.KeyPointInvalid => "the key is not a valid point of its curve",
        JoseError.KeyUse => "the key is not meant for signatures",
        JoseError.KeyAlgorithm => "the key's algorithm is not known, not its type's, or not allowed",
        JoseError.KeyNotSupported => "the key's curve needs OpenSSL 3 (libcrypto.so.3), which is not present",
        JoseError.KeySetTooLarge => "the key set is too large",
        JoseError.KeySetMalformed => "the key set has no array of keys",
        JoseError.ClaimsNested => "the token's payload is another token",
        JoseError.ClaimType => "a registered claim has the wrong type",
        JoseError.ClaimTimeRange => "a time in the claims is out of range",
        JoseError.ExpirationMissing => "the token has no expiration",
        JoseError.Expired => "the token has expired",
        JoseError.NotYetValid => "the token is not valid yet",
        JoseError.IssuedInFuture => "the token was issued in the future",
        JoseError.LifetimeTooLong => "the token is valid for too long",
        JoseError.IssuerMissing => "the token names no issuer",
        JoseError.IssuerMismatch => "the token is from another issuer",
        JoseError.AudienceMissing => "the token names no audience",
        JoseError.AudienceMismatch => "the token is for another audience",
        _ => throw new ArgumentOutOfRangeException(nameof(error)),
    };
}
