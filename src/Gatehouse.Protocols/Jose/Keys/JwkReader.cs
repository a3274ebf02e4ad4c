using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Gatehouse.Protocols.Jose.Json;

namespace Gatehouse.Protocols.Jose.Keys;

/// <summary>Reads a JWK (RFC 7517 §4, RFC 7518 §6, RFC 8037 §2) for signatures.</summary>
internal static class JwkReader
{
    private const int MaximumBytes = 64 * 1024;
    private const int MaximumDepth = 4;
    private const int MaximumValues = 256;
    private const int MaximumKeyIdBytes = 256;

    public static bool TryRead(ReadOnlySpan<byte> json, JoseKeyPolicy policy, [NotNullWhen(true)] out JoseKey? key, out JoseError error)
    {
        key = null;
        if (json.Length > MaximumBytes)
        {
            error = JoseError.KeyMalformed;
            return false;
        }

        return JsonTree.TryRead(json.ToArray(), MaximumDepth, MaximumValues, out var tree, out error) && TryRead(tree.Root, policy, out key, out error);
    }

    public static bool TryRead(JsonValue jwk, JoseKeyPolicy policy, [NotNullWhen(true)] out JoseKey? key, out JoseError error)
    {
        key = null;
        var keyId = jwk["kid"u8];
        var type = jwk["kty"u8];
        error = !type.Exists ? JoseError.KeyMemberMissing
            : type.Kind != JsonKind.String || (keyId.Exists && keyId.Kind != JsonKind.String) || keyId.Utf8.Length > MaximumKeyIdBytes ? JoseError.KeyMemberInvalid
            : CheckUse(jwk, policy);
        if (error != JoseError.None)
        {
            return false;
        }

        var algorithms = JoseAlgorithmSet.All;
        if (jwk["alg"u8] is { Exists: true } algorithm)
        {
            algorithms = JoseAlgorithmSet.Of(JoseAlgorithmName.Parse(algorithm.Utf8));
            if (algorithms.IsEmpty)
            {
                error = JoseError.KeyAlgorithm;
                return false;
            }
        }

        string? kid = keyId.GetString();
        if (type.IsString("oct"u8))
        {
            return TryBytes(jwk["k"u8], out byte[]? secret, out error) && HmacKey.TryCreate(secret, algorithms, kid, policy, out key, out error);
        }

        if (type.IsString("RSA"u8))
        {
            return TryReadRsa(jwk, policy, out var parameters, out error) && RsaKey.TryCreate(parameters, algorithms, kid, policy, out key, out error);
        }

        if (type.IsString("EC"u8))
        {
            return TryReadCurve(jwk, algorithms, kid, policy, out key, out error);
        }

        if (type.IsString("OKP"u8))
        {
            return TryReadEdwards(jwk, algorithms, kid, policy, out key, out error);
        }

        error = JoseError.KeyTypeUnknown;
        return false;
    }

    // RFC 7517 §4.2, §4.3: each is optional, and a limit when present.
    private static JoseError CheckUse(JsonValue jwk, JoseKeyPolicy policy)
    {
        var use = jwk["use"u8];
        var operations = jwk["key_ops"u8];
        if ((use.Exists && use.Kind != JsonKind.String) || (operations.Exists && !AreDistinctStrings(operations)))
        {
            return JoseError.KeyMemberInvalid;
        }

        if (use.Exists && !use.IsString("sig"u8))
        {
            return JoseError.KeyUse;
        }

        return !operations.Exists || operations.HasString("verify"u8) || (policy.KeepPrivate && operations.HasString("sign"u8)) ? JoseError.None : JoseError.KeyUse;
    }

    private static bool AreDistinctStrings(JsonValue operations)
    {
        if (operations.Kind != JsonKind.Array)
        {
            return false;
        }

        var seen = new HashSet<string>();
        foreach (var operation in operations.Values)
        {
            if (operation.GetString() is not { } name || !seen.Add(name))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadRsa(JsonValue jwk, JoseKeyPolicy policy, out RSAParameters parameters, out JoseError error)
    {
        parameters = default;
        if (!TryBytes(jwk["n"u8], out parameters.Modulus, out error) || !TryBytes(jwk["e"u8], out parameters.Exponent, out error))
        {
            return false;
        }

        if (!policy.KeepPrivate || !jwk["d"u8].Exists)
        {
            return true;
        }

        if (jwk["oth"u8].Exists)
        {
            // Multi-prime keys (RFC 7518 §6.3.2.7) have no place in RSAParameters.
            error = JoseError.KeyMemberInvalid;
            return false;
        }

        int length = parameters.Modulus.AsSpan().TrimStart((byte)0).Length;
        int half = (length + 1) / 2;
        return TryPadded(jwk["d"u8], length, out parameters.D, out error)
            && TryPadded(jwk["p"u8], half, out parameters.P, out error)
            && TryPadded(jwk["q"u8], half, out parameters.Q, out error)
            && TryPadded(jwk["dp"u8], half, out parameters.DP, out error)
            && TryPadded(jwk["dq"u8], half, out parameters.DQ, out error)
            && TryPadded(jwk["qi"u8], half, out parameters.InverseQ, out error);
    }

    private static bool TryReadCurve(
        JsonValue jwk, JoseAlgorithmSet algorithms, string? keyId, JoseKeyPolicy policy, [NotNullWhen(true)] out JoseKey? key, out JoseError error)
    {
        key = null;
        if (!TryCurve(jwk, EcCurve.Find, out var curve, out error)
            || !TryBytes(jwk["x"u8], out byte[]? x, out error)
            || !TryBytes(jwk["y"u8], out byte[]? y, out error))
        {
            return false;
        }

        byte[]? secret = null;
        return (!policy.KeepPrivate || !jwk["d"u8].Exists || TryBytes(jwk["d"u8], out secret, out error))
            && EcKey.TryCreate(curve, new ECPoint { X = x, Y = y }, secret, algorithms, keyId, policy, out key, out error);
    }

    private static bool TryReadEdwards(
        JsonValue jwk, JoseAlgorithmSet algorithms, string? keyId, JoseKeyPolicy policy, [NotNullWhen(true)] out JoseKey? key, out JoseError error)
    {
        key = null;
        if (!TryCurve(jwk, EdwardsCurve.Find, out var curve, out error) || !TryBytes(jwk["x"u8], out byte[]? x, out error))
        {
            return false;
        }

        byte[]? secret = null;
        return (!policy.KeepPrivate || !jwk["d"u8].Exists || TryBytes(jwk["d"u8], out secret, out error))
            && EdwardsKey.TryCreate(curve, x, secret, algorithms, keyId, policy, out key, out error);
    }

    private static bool TryCurve<T>(JsonValue jwk, Func<ReadOnlySpan<byte>, T?> find, [NotNullWhen(true)] out T? curve, out JoseError error)
        where T : class
    {
        var name = jwk["crv"u8];
        curve = name.Kind == JsonKind.String ? find(name.Utf8) : null;
        error = curve is not null ? JoseError.None : !name.Exists ? JoseError.KeyMemberMissing : JoseError.KeyCurveUnknown;
        return curve is not null;
    }

    private static bool TryBytes(JsonValue member, [NotNullWhen(true)] out byte[]? bytes, out JoseError error)
    {
        bytes = member.Kind == JsonKind.String ? StrictBase64Url.Decode(member.Utf8) : null;
        error = bytes is not null ? JoseError.None : member.Exists ? JoseError.KeyMemberInvalid : JoseError.KeyMemberMissing;
        return bytes is not null;
    }

    // RSAParameters want fixed lengths, JWK numbers are as short as they can be.
    private static bool TryPadded(JsonValue member, int length, [NotNullWhen(true)] out byte[]? bytes, out JoseError error)
    {
        if (!TryBytes(member, out bytes, out error))
        {
            return false;
        }

        var number = bytes.AsSpan().TrimStart((byte)0);
        if (number.Length > length)
        {
            error = JoseError.KeyMemberInvalid;
            return false;
        }

        var padded = new byte[length];
        number.CopyTo(padded.AsSpan(length - number.Length));
        bytes = padded;
        return true;
    }
}
