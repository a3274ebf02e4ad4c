namespace Gatehouse.Protocols.Jose;

/// <summary>Why a token, a key or a claim was refused. <see cref="JoseErrorText"/> says it in words that hold nothing of the token.</summary>
public enum JoseError
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>No token.</summary>
    TokenEmpty,

    /// <summary>Longer than <see cref="JoseLimits.TokenBytes"/>.</summary>
    TokenTooLarge,

    /// <summary>A JSON serialization (RFC 7515 §7.2).</summary>
    TokenNotCompact,

    /// <summary>Not three parts.</summary>
    TokenParts,

    /// <summary>Five parts, or <c>enc</c> in the header: a JWE (RFC 7516 §9).</summary>
    TokenEncrypted,

    /// <summary>The header is no canonical base64url.</summary>
    HeaderEncoding,

    /// <summary>Longer than <see cref="JoseLimits.HeaderBytes"/>.</summary>
    HeaderTooLarge,

    /// <summary>A header member of the wrong JSON type.</summary>
    HeaderMember,

    /// <summary>The payload is no canonical base64url.</summary>
    PayloadEncoding,

    /// <summary>Detached or empty payload.</summary>
    PayloadMissing,

    /// <summary>RFC 7797: <c>b64</c> in the header.</summary>
    PayloadUnencoded,

    /// <summary>The signature is no canonical base64url.</summary>
    SignatureEncoding,

    /// <summary>No signature.</summary>
    SignatureMissing,

    /// <summary>The signature is not the key's over these bytes, or has the wrong length.</summary>
    SignatureInvalid,

    /// <summary>No <c>alg</c>.</summary>
    AlgorithmMissing,

    /// <summary><c>none</c>, in any case.</summary>
    AlgorithmNone,

    /// <summary>An <c>alg</c> nobody here knows.</summary>
    AlgorithmUnknown,

    /// <summary>The key may not be used with the token's <c>alg</c>.</summary>
    AlgorithmNotAllowed,

    /// <summary><c>kid</c> longer than <see cref="JoseLimits.KeyIdBytes"/>.</summary>
    KeyIdTooLong,

    /// <summary><c>crit</c> is empty, repeats itself, names a registered or an absent member (RFC 7515 §4.1.11).</summary>
    CriticalInvalid,

    /// <summary><c>crit</c> names an extension nobody here understands.</summary>
    CriticalUnknown,

    /// <summary>Not JSON, or something behind it.</summary>
    JsonMalformed,

    /// <summary>Not UTF-8.</summary>
    JsonNotUtf8,

    /// <summary>Too deep.</summary>
    JsonTooDeep,

    /// <summary>Too many values.</summary>
    JsonTooManyValues,

    /// <summary>A member twice in one object, at any level.</summary>
    JsonDuplicateMember,

    /// <summary>A number longer than 64 characters, or beyond the range of a double.</summary>
    JsonNumber,

    /// <summary>JSON, but not an object.</summary>
    JsonNotAnObject,

    /// <summary>The set has no key of that <c>kid</c>, or none for the algorithm.</summary>
    KeyNotFound,

    /// <summary>No <c>kid</c>, and several keys would do.</summary>
    KeyAmbiguous,

    /// <summary>Neither JWK nor PEM of a known form.</summary>
    KeyMalformed,

    /// <summary>A key type nobody here knows.</summary>
    KeyTypeUnknown,

    /// <summary>A member that the key type needs is missing.</summary>
    KeyMemberMissing,

    /// <summary>A member of the wrong type, encoding or length.</summary>
    KeyMemberInvalid,

    /// <summary>A secret or modulus shorter than the policy wants.</summary>
    KeyTooShort,

    /// <summary>A modulus longer than the policy allows.</summary>
    KeyTooLong,

    /// <summary>RSA: an exponent that is even, 1, or longer than 32 bits; or an even modulus.</summary>
    KeyWeak,

    /// <summary>A curve nobody here knows.</summary>
    KeyCurveUnknown,

    /// <summary>Coordinates that are no point of the curve, or one of small order.</summary>
    KeyPointInvalid,

    /// <summary><c>use</c> or <c>key_ops</c> exclude signatures.</summary>
    KeyUse,

    /// <summary>The key's algorithm is unknown, not the key type's, or excluded by the policy.</summary>
    KeyAlgorithm,

    /// <summary>This machine has no library for the key's curve.</summary>
    KeyNotSupported,

    /// <summary>A key set of too many bytes or keys.</summary>
    KeySetTooLarge,

    /// <summary>A key set without an array <c>keys</c> of objects.</summary>
    KeySetMalformed,

    /// <summary>The payload is a token itself (<c>cty</c> is <c>JWT</c>).</summary>
    ClaimsNested,

    /// <summary>A registered claim of the wrong type (RFC 7519 §4.1).</summary>
    ClaimType,

    /// <summary>A time before 1970 or after 9999.</summary>
    ClaimTimeRange,

    /// <summary>No <c>exp</c>, where one is required.</summary>
    ExpirationMissing,

    /// <summary><c>exp</c> is reached.</summary>
    Expired,

    /// <summary><c>nbf</c> is not reached.</summary>
    NotYetValid,

    /// <summary><c>iat</c> is in the future.</summary>
    IssuedInFuture,

    /// <summary>Valid for longer than allowed.</summary>
    LifetimeTooLong,

    /// <summary>No <c>iss</c>, where one is expected.</summary>
    IssuerMissing,

    /// <summary>Another <c>iss</c> than those expected.</summary>
    IssuerMismatch,

    /// <summary>No <c>aud</c>, where one is expected.</summary>
    AudienceMissing,

    /// <summary>None of the expected is in <c>aud</c>.</summary>
    AudienceMismatch,
}
