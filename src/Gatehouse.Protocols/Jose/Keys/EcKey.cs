using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Gatehouse.Protocols.Jose.Keys;

/// <summary>
/// ECDSA on the NIST curves, signatures as raw r‖s (RFC 7518 §3.4). Both s and its negative are signatures, as the RFC has it: a
/// cache must be keyed by the whole token.
/// </summary>
internal sealed class EcKey : JoseKey
{
    private readonly EcCurve _curve;
    private readonly ECParameters _parameters;
    private readonly KeyPool<ECDsa> _pool;

    private EcKey(EcCurve curve, ECParameters parameters, JoseAlgorithmSet algorithms, string? keyId)
        : base(JoseKeyType.EllipticCurve, algorithms, keyId)
    {
        _curve = curve;
        _parameters = parameters;
        _pool = new KeyPool<ECDsa>(() => ECDsa.Create(parameters));
    }

    public override bool CanSign => _parameters.D is not null;

    /// <summary>Makes the key of coordinates that have the curve's length, as RFC 7518 §6.2.1.2 wants them.</summary>
    public static bool TryCreate(
        EcCurve curve, ECPoint point, byte[]? secret, JoseAlgorithmSet algorithms, string? keyId, JoseKeyPolicy policy, [NotNullWhen(true)] out JoseKey? key, out JoseError error)
    {
        key = null;
        algorithms = algorithms.And(policy.Algorithms).And(JoseAlgorithmSet.Of(curve.Algorithm));
        bool fits = point.X?.Length == curve.CoordinateBytes && point.Y?.Length == curve.CoordinateBytes && (secret is null || secret.Length == curve.CoordinateBytes);
        error = algorithms.IsEmpty ? JoseError.KeyAlgorithm : fits ? JoseError.None : JoseError.KeyMemberInvalid;
        if (error != JoseError.None)
        {
            return false;
        }

        try
        {
            // Making the first object checks that the point is on the curve, and that the secret belongs to it.
            var made = new EcKey(curve, new ECParameters { Curve = curve.Curve, Q = point, D = policy.KeepPrivate ? secret : null }, algorithms, keyId);
            made._pool.Return(made._pool.Rent());
            key = made;
            return true;
        }
        catch (CryptographicException)
        {
            error = JoseError.KeyPointInvalid;
            return false;
        }
    }

    private protected override string ThumbprintInput() =>
        $$"""{"crv":"{{_curve.Name}}","kty":"EC","x":"{{Base64Url.EncodeToString(_parameters.Q.X)}}","y":"{{Base64Url.EncodeToString(_parameters.Q.Y)}}"}""";

    private protected override int SignatureLength(JoseAlgorithm algorithm) => _curve.CoordinateBytes * 2;

    private protected override bool VerifyCore(JoseAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        // CVE-2022-21449: r = s = 0 once was everybody's signature. The library refuses it as well.
        int half = _curve.CoordinateBytes;
        if (!signature[..half].ContainsAnyExcept((byte)0) || !signature[half..].ContainsAnyExcept((byte)0))
        {
            return false;
        }

        var ecdsa = _pool.Rent();
        try
        {
            // Raw r‖s is what the overload without a format takes; naming the format costs 200 bytes more of garbage.
            return ecdsa.VerifyData(data, signature, _curve.Hash);
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            _pool.Return(ecdsa);
        }
    }

    private protected override void SignCore(JoseAlgorithm algorithm, ReadOnlySpan<byte> data, Span<byte> signature)
    {
        var ecdsa = _pool.Rent();
        try
        {
            ecdsa.SignData(data, signature, _curve.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        finally
        {
            _pool.Return(ecdsa);
        }
    }
}
