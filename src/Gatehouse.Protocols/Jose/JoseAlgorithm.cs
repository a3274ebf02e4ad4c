namespace Gatehouse.Protocols.Jose;

/// <summary>The signature algorithms of RFC 7518 §3.1, RFC 8037 §3.1 and RFC 9864 §2. <c>none</c> is not among them.</summary>
public enum JoseAlgorithm
{
    /// <summary>No algorithm: never allowed by a key.</summary>
    Unknown,

    /// <summary>HMAC with SHA-256.</summary>
    HS256,

    /// <summary>HMAC with SHA-384.</summary>
    HS384,

    /// <summary>HMAC with SHA-512.</summary>
    HS512,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    RS256,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-384.</summary>
    RS384,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-512.</summary>
    RS512,

    /// <summary>RSASSA-PSS with SHA-256, salt of 32 bytes.</summary>
    PS256,

    /// <summary>RSASSA-PSS with SHA-384, salt of 48 bytes.</summary>
    PS384,

    /// <summary>RSASSA-PSS with SHA-512, salt of 64 bytes.</summary>
    PS512,

    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    ES256,

    /// <summary>ECDSA on P-384 with SHA-384.</summary>
    ES384,

    /// <summary>ECDSA on P-521 with SHA-512.</summary>
    ES512,

    /// <summary>EdDSA on the key's own curve.</summary>
    EdDSA,

    /// <summary>EdDSA on Ed25519, named in full (RFC 9864).</summary>
    Ed25519,

    /// <summary>EdDSA on Ed448, named in full (RFC 9864).</summary>
    Ed448,
}
