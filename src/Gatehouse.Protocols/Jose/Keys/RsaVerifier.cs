using System.Security.Cryptography;

namespace Gatehouse.Protocols.Jose.Keys;

/// <summary>
/// Checks RSA signatures of one key by one algorithm. The framework sets the operation up anew for each signature, which costs a
/// quarter of checking it; here that is done once. One thread at a time may use it.
/// </summary>
internal sealed unsafe class RsaVerifier : IDisposable
{
    // Names of the paddings, and the salt that is as long as the hash (OpenSSL manual, EVP_PKEY_CTX_set_rsa_padding(3)).
    private const int Pkcs1Padding = 1;
    private const int PssPadding = 6;
    private const int SaltAsLongAsHash = -1;

    private readonly EvpContextHandle _context;

    private RsaVerifier(EvpContextHandle context) => _context = context;

    /// <summary>Sets the operation up.</summary>
    /// <exception cref="CryptographicException">OpenSSL refused.</exception>
    public static RsaVerifier Create(EvpKeyHandle key, HashAlgorithmName hash, bool isPss)
    {
        var context = Libcrypto.ContextNew(0, key, 0);
        if (!context.IsInvalid
            && Libcrypto.PlainVerifyBegin(context) == 1
            && Libcrypto.SetRsaPadding(context, isPss ? PssPadding : Pkcs1Padding) == 1
            && Libcrypto.SetSignatureHash(context, Hash(hash)) == 1
            && (!isPss || Libcrypto.SetRsaSaltLength(context, SaltAsLongAsHash) == 1))
        {
            return new RsaVerifier(context);
        }

        context.Dispose();
        Libcrypto.ClearErrors();
        throw new CryptographicException("OpenSSL does not verify with this key");
    }

    /// <summary>Reads a public key; null when OpenSSL does not take it.</summary>
    public static EvpKeyHandle? Import(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        fixed (byte* start = subjectPublicKeyInfo)
        {
            byte* at = start;
            var key = Libcrypto.KeyFromInfo(null, &at, subjectPublicKeyInfo.Length);
            if (!key.IsInvalid)
            {
                return key;
            }

            key.Dispose();
        }

        Libcrypto.ClearErrors();
        return null;
    }

    /// <summary>Whether the signature is that of the data with this hash.</summary>
    public bool Verify(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        fixed (byte* h = hash)
        fixed (byte* s = signature)
        {
            if (Libcrypto.PlainVerify(_context, s, (nuint)signature.Length, h, (nuint)hash.Length) == 1)
            {
                return true;
            }
        }

        Libcrypto.ClearErrors();
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _context.Dispose();

    private static nint Hash(HashAlgorithmName hash)
        => hash == HashAlgorithmName.SHA256 ? Libcrypto.Sha256() : hash == HashAlgorithmName.SHA384 ? Libcrypto.Sha384() : Libcrypto.Sha512();
}
