using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Protocols.Jose.Keys;

namespace Gatehouse.Protocols.Jose;

/// <summary>
/// Key material together with the algorithms it may be used with. The key decides, never the token (RFC 8725 §3.1): a token whose
/// <c>alg</c> the key does not allow is refused before anything is computed. Immutable; any number of threads may use one key.
/// </summary>
public abstract class JoseKey
{
    /// <summary>Bytes of the longest signature: RSA with 8192 bits.</summary>
    public const int MaximumSignatureBytes = 1024;

    private readonly byte[] _keyId;

    private protected JoseKey(JoseKeyType type, JoseAlgorithmSet algorithms, string? keyId)
    {
        Type = type;
        Algorithms = algorithms;
        KeyId = keyId;
        _keyId = Encoding.UTF8.GetBytes(keyId ?? "");
    }

    /// <summary>What kind of key it is.</summary>
    public JoseKeyType Type { get; }

    /// <summary>The algorithms it may be used with; never empty.</summary>
    public JoseAlgorithmSet Algorithms { get; }

    /// <summary><c>kid</c>, or null.</summary>
    public string? KeyId { get; }

    /// <summary>Whether it can sign.</summary>
    public abstract bool CanSign { get; }

    /// <summary>
    /// Makes a key of a shared secret.
    /// </summary>
    /// <returns>False with <see cref="JoseError.KeyTooShort"/> or <see cref="JoseError.KeyAlgorithm"/>.</returns>
    public static bool TryFromSecret(ReadOnlySpan<byte> secret, JoseKeyPolicy policy, [NotNullWhen(true)] out JoseKey? key, out JoseError error, string? keyId = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return HmacKey.TryCreate(secret.ToArray(), policy.Algorithms, keyId, policy, out key, out error);
    }

    /// <summary>Reads one JWK (RFC 7517 §4), UTF-8 JSON of at most 64 KiB.</summary>
    /// <returns>False with the reason, and no key, when it is malformed or not acceptable for signatures.</returns>
    public static bool TryReadJwk(ReadOnlySpan<byte> json, JoseKeyPolicy policy, [NotNullWhen(true)] out JoseKey? key, out JoseError error) =>
        JwkReader.TryRead(json, policy, out key, out error);

    /// <summary>
    /// Reads one PEM block (RFC 7468): PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE, or a PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY.
    /// A certificate only wraps its key: neither its dates nor its issuer are looked at.
    /// </summary>
    /// <returns>False with the reason, and no key, when it is malformed or not acceptable for signatures.</returns>
    public static bool TryReadPem(ReadOnlySpan<char> pem, JoseKeyPolicy policy, [NotNullWhen(true)] out JoseKey? key, out JoseError error, string? keyId = null) =>
        PemReader.TryRead(pem, keyId, policy, out key, out error);

    /// <summary>Whether <c>kid</c> is that text.</summary>
    public bool HasKeyId(ReadOnlySpan<byte> keyId) => KeyId is not null && keyId.SequenceEqual(_keyId);

    /// <summary>Checks the token's signature. Costs one signature at most; allocates nothing of its own.</summary>
    /// <returns><see cref="JoseError.None"/>, <see cref="JoseError.AlgorithmNotAllowed"/> or <see cref="JoseError.SignatureInvalid"/>.</returns>
    public JoseError Verify(JwsToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (!Algorithms.Contains(token.Algorithm))
        {
            return JoseError.AlgorithmNotAllowed;
        }

        var encoded = token.EncodedSignature;
        int length = SignatureLength(token.Algorithm);
        Span<byte> signature = stackalloc byte[MaximumSignatureBytes];
        // Each algorithm has one length: raw r‖s (RFC 7518 §3.4), the modulus, the hash. DER or a stripped zero fails here.
        return StrictBase64Url.DecodedLength(encoded.Length) == length
            && StrictBase64Url.TryDecode(encoded, signature, out _)
            && VerifyCore(token.Algorithm, token.SigningInput, signature[..length]) ? JoseError.None : JoseError.SignatureInvalid;
    }

    /// <summary>Checks a raw signature over data; false also when the key does not allow the algorithm.</summary>
    public bool VerifyData(JoseAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        Algorithms.Contains(algorithm) && signature.Length == SignatureLength(algorithm) && VerifyCore(algorithm, data, signature);

    /// <summary>Signs data; the first bytes of <paramref name="destination"/> become the signature, whose length is returned.</summary>
    /// <exception cref="InvalidOperationException">The key cannot sign, or does not allow the algorithm.</exception>
    public int SignData(JoseAlgorithm algorithm, ReadOnlySpan<byte> data, Span<byte> destination)
    {
        if (!CanSign || !Algorithms.Contains(algorithm))
        {
            throw new InvalidOperationException("the key cannot sign with this algorithm");
        }

        int length = SignatureLength(algorithm);
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, length, nameof(destination));
        SignCore(algorithm, data, destination[..length]);
        return length;
    }

    /// <summary>
    /// SHA-256 thumbprint in base64url (RFC 7638 §3). Of a secret it is as good as the secret to somebody who can guess
    /// (§7): never show it.
    /// </summary>
    public string Thumbprint()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes(ThumbprintInput()), hash);
        return System.Buffers.Text.Base64Url.EncodeToString(hash);
    }

    /// <summary>The type only: nothing of the material.</summary>
    public sealed override string ToString() => Type.ToString();

    private protected abstract string ThumbprintInput();

    private protected abstract int SignatureLength(JoseAlgorithm algorithm);

    private protected abstract bool VerifyCore(JoseAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);

    private protected abstract void SignCore(JoseAlgorithm algorithm, ReadOnlySpan<byte> data, Span<byte> signature);
}
