using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Plugins.HmacAuth;

/// <summary>Compares a body with the field <c>Digest: SHA-256=…</c>.</summary>
internal static class BodyDigest
{
    private static readonly HeaderName Digest = new("Digest");

    /// <summary>Whether the body is the one that the field means. Without the field only no body is.</summary>
    public static bool Matches(HeaderMap headers, ReadOnlySpan<byte> body)
    {
        int fields = headers.CountOf(Digest);
        if (fields != 1 || !headers.TryGet(Digest, out var value))
        {
            return fields == 0 && body.IsEmpty;
        }

        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> actual = stackalloc byte[SHA256.HashSizeInBytes];
        value = value.Trim(" \t"u8);
        if (value.Length <= 8 || !Ascii.EqualsIgnoreCase(value[..8], "SHA-256="u8)
            || Base64.DecodeFromUtf8(value[8..], expected, out _, out int length) != OperationStatus.Done || length != expected.Length)
        {
            return false;
        }

        SHA256.HashData(body, actual);
        return CryptographicOperations.FixedTimeEquals(expected, actual);
    }
}
