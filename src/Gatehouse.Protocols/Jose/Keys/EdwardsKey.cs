using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Gatehouse.Protocols.Jose.Keys;

/// <summary>EdDSA (RFC 8037 §3.1) through OpenSSL.</summary>
internal sealed unsafe class EdwardsKey : JoseKey
{
    private readonly EdwardsCurve _curve;
    private readonly byte[] _public;
    private readonly EvpKeyHandle _verifying;
    private readonly EvpKeyHandle? _signing;

    private EdwardsKey(EdwardsCurve curve, byte[] point, EvpKeyHandle verifying, EvpKeyHandle? signing, JoseAlgorithmSet algorithms, string? keyId)
        : base(JoseKeyType.OctetKeyPair, algorithms, keyId)
    {
        _curve = curve;
        _public = point;
        _verifying = verifying;
        _signing = signing;
    }

    public override bool CanSign => _signing is not null;

    /// <summary>Makes the key; without a public part it is computed from the secret.</summary>
    public static bool TryCreate(
        EdwardsCurve curve, byte[]? point, byte[]? secret, JoseAlgorithmSet algorithms, string? keyId, JoseKeyPolicy policy, [NotNullWhen(true)] out JoseKey? key, out JoseError error)
    {
        key = null;
        // RFC 9864 §2.2 names the same algorithm anew: who allows one name allows both.
        var names = JoseAlgorithmSet.Of(JoseAlgorithm.EdDSA, curve.FullName);
        algorithms = algorithms.And(names).IsEmpty || policy.Algorithms.And(names).IsEmpty ? default : names;
        bool fits = (point ?? secret)?.Length == curve.KeyBytes && (secret is null || secret.Length == curve.KeyBytes);
        error = algorithms.IsEmpty ? JoseError.KeyAlgorithm : !fits ? JoseError.KeyMemberInvalid : !Libcrypto.IsPresent ? JoseError.KeyNotSupported : JoseError.None;
        if (error != JoseError.None)
        {
            return false;
        }

        var signing = secret is null ? null : Import(curve, secret, isSecret: true);
        byte[]? derived = signing is null ? null : PublicOf(curve, signing);
        point ??= derived;
        bool valid = point is not null
            && (secret is null || point.AsSpan().SequenceEqual(derived))
            && curve.HasPoint(point)
            && !curve.IsSmallOrder(point);
        var verifying = valid ? Import(curve, point!, isSecret: false) : null;
        if (verifying is null)
        {
            error = JoseError.KeyPointInvalid;
            return false;
        }

        key = new EdwardsKey(curve, point!, verifying, policy.KeepPrivate ? signing : null, algorithms, keyId);
        return true;
    }

    private protected override string ThumbprintInput() => $$"""{"crv":"{{_curve.Name}}","kty":"OKP","x":"{{Base64Url.EncodeToString(_public)}}"}""";

    private protected override int SignatureLength(JoseAlgorithm algorithm) => _curve.SignatureBytes;

    private protected override bool VerifyCore(JoseAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using var digest = Libcrypto.DigestNew();
        fixed (byte* d = data)
        fixed (byte* s = signature)
        {
            if (!digest.IsInvalid
                && Libcrypto.VerifyBegin(digest, 0, 0, 0, _verifying) == 1
                && Libcrypto.Verify(digest, s, (nuint)signature.Length, d, (nuint)data.Length) == 1)
            {
                return true;
            }
        }

        Libcrypto.ClearErrors();
        return false;
    }

    private protected override void SignCore(JoseAlgorithm algorithm, ReadOnlySpan<byte> data, Span<byte> signature)
    {
        using var digest = Libcrypto.DigestNew();
        nuint length = (nuint)signature.Length;
        fixed (byte* d = data)
        fixed (byte* s = signature)
        {
            if (digest.IsInvalid
                || Libcrypto.SignBegin(digest, 0, 0, 0, _signing!) != 1
                || Libcrypto.Sign(digest, s, &length, d, (nuint)data.Length) != 1
                || length != (nuint)signature.Length)
            {
                Libcrypto.ClearErrors();
                throw new CryptographicException("OpenSSL could not sign");
            }
        }
    }

    private static EvpKeyHandle? Import(EdwardsCurve curve, byte[] bytes, bool isSecret)
    {
        fixed (byte* b = bytes)
        {
            nuint length = (nuint)bytes.Length;
            var handle = isSecret ? Libcrypto.KeyFromPrivate(curve.Number, 0, b, length) : Libcrypto.KeyFromPublic(curve.Number, 0, b, length);
            if (!handle.IsInvalid)
            {
                return handle;
            }

            handle.Dispose();
        }

        Libcrypto.ClearErrors();
        return null;
    }

    private static byte[]? PublicOf(EdwardsCurve curve, EvpKeyHandle key)
    {
        var point = new byte[curve.KeyBytes];
        nuint length = (nuint)point.Length;
        fixed (byte* p = point)
        {
            return Libcrypto.KeyGetPublic(key, p, &length) == 1 ? point : null;
        }
    }
}
