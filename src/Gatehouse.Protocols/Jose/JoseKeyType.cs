namespace Gatehouse.Protocols.Jose;

/// <summary>Key types (<c>kty</c>) of RFC 7518 §6.1 and RFC 8037 §2.</summary>
public enum JoseKeyType
{
    /// <summary><c>oct</c>: a shared secret.</summary>
    Secret,

    /// <summary><c>RSA</c>.</summary>
    Rsa,

    /// <summary><c>EC</c>: P-256, P-384, P-521.</summary>
    EllipticCurve,

    /// <summary><c>OKP</c>: Ed25519, Ed448.</summary>
    OctetKeyPair,
}
