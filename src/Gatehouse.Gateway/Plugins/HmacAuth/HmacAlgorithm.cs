using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Gatehouse.Gateway.Plugins.HmacAuth;

/// <summary>The algorithms of signatures, by Kong's names.</summary>
internal static class HmacAlgorithm
{
    /// <summary>Bytes of the longest signature.</summary>
    public const int MaxBytes = SHA512.HashSizeInBytes;

    /// <summary>All names.</summary>
    public static readonly string[] Names = ["hmac-sha1", "hmac-sha256", "hmac-sha384", "hmac-sha512"];

    /// <summary>Computes a signature; its length is returned.</summary>
    /// <param name="algorithm">Index into <see cref="Names"/>.</param>
    [SuppressMessage("Security", "CA5350", Justification = "Clients of Kong use it; HMAC does not rest on collisions (RFC 6151), and operators can exclude it.")]
    public static int Sign(int algorithm, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> destination) => algorithm switch
    {
        0 => HMACSHA1.HashData(key, data, destination),
        1 => HMACSHA256.HashData(key, data, destination),
        2 => HMACSHA384.HashData(key, data, destination),
        _ => HMACSHA512.HashData(key, data, destination),
    };
}
