using System.Security.Cryptography;

namespace Gatehouse.Protocols.Jose.Keys;

/// <summary>What checks the signatures of one RSA key, for each of its algorithms; any number of threads may use it.</summary>
internal sealed class RsaVerifiers
{
    private readonly KeyPool<RsaVerifier>[] _pools;

    private RsaVerifiers(EvpKeyHandle key)
        => _pools =
        [
            Pool(key, HashAlgorithmName.SHA256, isPss: false), Pool(key, HashAlgorithmName.SHA384, isPss: false), Pool(key, HashAlgorithmName.SHA512, isPss: false),
            Pool(key, HashAlgorithmName.SHA256, isPss: true), Pool(key, HashAlgorithmName.SHA384, isPss: true), Pool(key, HashAlgorithmName.SHA512, isPss: true),
        ];

    /// <summary>Makes them for a key; null where OpenSSL 3 is not there, or does not take the key.</summary>
    public static RsaVerifiers? TryCreate(RSA key)
        => Libcrypto.IsPresent && RsaVerifier.Import(key.ExportSubjectPublicKeyInfo()) is { } imported ? new RsaVerifiers(imported) : null;

    /// <summary>Whether the algorithm is RSASSA-PSS.</summary>
    public static bool IsPss(JoseAlgorithm algorithm) => algorithm is JoseAlgorithm.PS256 or JoseAlgorithm.PS384 or JoseAlgorithm.PS512;

    /// <summary>Whether the signature is one of the data.</summary>
    public bool Verify(JoseAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        int size = algorithm switch
        {
            JoseAlgorithm.RS256 or JoseAlgorithm.PS256 => 0,
            JoseAlgorithm.RS384 or JoseAlgorithm.PS384 => 1,
            _ => 2,
        };
        int length = size switch
        {
            0 => SHA256.HashData(data, hash),
            1 => SHA384.HashData(data, hash),
            _ => SHA512.HashData(data, hash),
        };
        var pool = _pools[IsPss(algorithm) ? size + 3 : size];
        try
        {
            var verifier = pool.Rent();
            bool isValid = verifier.Verify(hash[..length], signature);
            pool.Return(verifier);
            return isValid;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static KeyPool<RsaVerifier> Pool(EvpKeyHandle key, HashAlgorithmName hash, bool isPss) => new(() => RsaVerifier.Create(key, hash, isPss));
}
