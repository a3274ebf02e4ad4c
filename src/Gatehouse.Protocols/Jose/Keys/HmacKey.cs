using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Gatehouse.Protocols.Jose.Keys;

/// <summary>HMAC with SHA-2 (RFC 7518 §3.2).</summary>
internal sealed class HmacKey : JoseKey
{
    private readonly byte[] _secret;

    private HmacKey(byte[] secret, JoseAlgorithmSet algorithms, string? keyId)
        : base(JoseKeyType.Secret, algorithms, keyId) => _secret = secret;

    public override bool CanSign => true;

    public static bool TryCreate(
        byte[] secret, JoseAlgorithmSet algorithms, string? keyId, JoseKeyPolicy policy, [NotNullWhen(true)] out JoseKey? key, out JoseError error)
    {
        var wanted = algorithms.And(policy.Algorithms).And(JoseAlgorithmSet.Hmac);
        var usable = default(JoseAlgorithmSet);
        foreach (var algorithm in (ReadOnlySpan<JoseAlgorithm>)[JoseAlgorithm.HS256, JoseAlgorithm.HS384, JoseAlgorithm.HS512])
        {
            // An empty secret is no secret under any policy.
            if (secret.Length >= Math.Max(1, policy.MinimumSecretBytes ?? HashLength(algorithm)))
            {
                usable = usable.With(algorithm);
            }
        }

        usable = usable.And(wanted);
        error = wanted.IsEmpty ? JoseError.KeyAlgorithm : usable.IsEmpty ? JoseError.KeyTooShort : JoseError.None;
        key = error == JoseError.None ? new HmacKey(secret, usable, keyId) : null;
        return key is not null;
    }

    private protected override string ThumbprintInput() => $$"""{"k":"{{Base64Url.EncodeToString(_secret)}}","kty":"oct"}""";

    private protected override int SignatureLength(JoseAlgorithm algorithm) => HashLength(algorithm);

    private protected override bool VerifyCore(JoseAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[SHA512.HashSizeInBytes];
        expected = expected[..signature.Length];
        SignCore(algorithm, data, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }

    private protected override void SignCore(JoseAlgorithm algorithm, ReadOnlySpan<byte> data, Span<byte> signature)
    {
        switch (algorithm)
        {
            case JoseAlgorithm.HS256:
                HMACSHA256.HashData(_secret, data, signature);
                break;
            case JoseAlgorithm.HS384:
                HMACSHA384.HashData(_secret, data, signature);
                break;
            default:
                HMACSHA512.HashData(_secret, data, signature);
                break;
        }
    }

    private static int HashLength(JoseAlgorithm algorithm) => algorithm switch
    {
        JoseAlgorithm.HS256 => SHA256.HashSizeInBytes,
        JoseAlgorithm.HS384 => SHA384.HashSizeInBytes,
        _ => SHA512.HashSizeInBytes,
    };
}
