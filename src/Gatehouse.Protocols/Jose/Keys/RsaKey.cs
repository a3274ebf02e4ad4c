using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;

namespace Gatehouse.Protocols.Jose.Keys;

/// <summary>RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 7518 §3.3, §3.5).</summary>
internal sealed class RsaKey : JoseKey
{
    private const int MaximumExponentBytes = 4;

    private readonly RSAParameters _parameters;
    private readonly KeyPool<RSA> _pool;
    private readonly RsaVerifiers? _verifiers;

    private RsaKey(in RSAParameters parameters, JoseAlgorithmSet algorithms, string? keyId)
        : base(JoseKeyType.Rsa, algorithms, keyId)
    {
        _parameters = parameters;
        var copy = parameters;
        _pool = new KeyPool<RSA>(() => RSA.Create(copy));
        var first = _pool.Rent();
        _verifiers = RsaVerifiers.TryCreate(first);
        _pool.Return(first);
    }

    public override bool CanSign => _parameters.D is not null;

    /// <summary>Makes the key; leading zeros of modulus and exponent, which some issuers send, do not count.</summary>
    public static bool TryCreate(
        RSAParameters parameters, JoseAlgorithmSet algorithms, string? keyId, JoseKeyPolicy policy, [NotNullWhen(true)] out JoseKey? key, out JoseError error)
    {
        key = null;
        parameters.Modulus = parameters.Modulus.AsSpan().TrimStart((byte)0).ToArray();
        parameters.Exponent = parameters.Exponent.AsSpan().TrimStart((byte)0).ToArray();
        algorithms = algorithms.And(policy.Algorithms).And(JoseAlgorithmSet.Rsa);
        error = algorithms.IsEmpty ? JoseError.KeyAlgorithm : Check(parameters.Modulus, parameters.Exponent, policy);
        if (error != JoseError.None)
        {
            return false;
        }

        if (!policy.KeepPrivate)
        {
            parameters = new RSAParameters { Modulus = parameters.Modulus, Exponent = parameters.Exponent };
        }

        try
        {
            // Making the first object checks that private members fit each other and the modulus.
            key = new RsaKey(parameters, algorithms, keyId);
            return true;
        }
        catch (CryptographicException)
        {
            error = JoseError.KeyMemberInvalid;
            return false;
        }
    }

    private protected override string ThumbprintInput() =>
        $$"""{"e":"{{Base64Url.EncodeToString(_parameters.Exponent)}}","kty":"RSA","n":"{{Base64Url.EncodeToString(_parameters.Modulus)}}"}""";

    private protected override int SignatureLength(JoseAlgorithm algorithm) => _parameters.Modulus!.Length;

    private protected override bool VerifyCore(JoseAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (_verifiers is not null)
        {
            return _verifiers.Verify(algorithm, data, signature);
        }

        var rsa = _pool.Rent();
        try
        {
            return rsa.VerifyData(data, signature, Hash(algorithm), Padding(algorithm));
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            _pool.Return(rsa);
        }
    }

    private protected override void SignCore(JoseAlgorithm algorithm, ReadOnlySpan<byte> data, Span<byte> signature)
    {
        var rsa = _pool.Rent();
        try
        {
            rsa.SignData(data, signature, Hash(algorithm), Padding(algorithm));
        }
        finally
        {
            _pool.Return(rsa);
        }
    }

    private static JoseError Check(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent, JoseKeyPolicy policy)
    {
        if (modulus.IsEmpty || exponent.IsEmpty)
        {
            return JoseError.KeyMemberInvalid;
        }

        int bits = (modulus.Length * 8) - (BitOperations.LeadingZeroCount(modulus[0]) - 24);
        if (bits < policy.MinimumRsaBits)
        {
            return JoseError.KeyTooShort;
        }

        if (bits > Math.Min(policy.MaximumRsaBits, MaximumSignatureBytes * 8))
        {
            return JoseError.KeyTooLong;
        }

        // With exponent 1 every message is its own signature; an even number is no RSA key at all.
        bool weak = exponent.Length > MaximumExponentBytes || exponent is [1] || (exponent[^1] & 1) == 0 || (modulus[^1] & 1) == 0;
        return weak ? JoseError.KeyWeak : JoseError.None;
    }

    private static HashAlgorithmName Hash(JoseAlgorithm algorithm) => algorithm switch
    {
        JoseAlgorithm.RS256 or JoseAlgorithm.PS256 => HashAlgorithmName.SHA256,
        JoseAlgorithm.RS384 or JoseAlgorithm.PS384 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };

    private static RSASignaturePadding Padding(JoseAlgorithm algorithm) =>
        RsaVerifiers.IsPss(algorithm) ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
}
