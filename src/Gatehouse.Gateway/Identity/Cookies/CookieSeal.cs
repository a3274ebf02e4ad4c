using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Gatehouse.Gateway.Identity.Cookies;

/// <summary>
/// Seals bytes into text that fits a cookie: nobody but the holders of the keys can read or make it, and it is worthless after its
/// time, under another name or for another purpose. The newest key seals, every key opens, so that secrets can be replaced.
/// </summary>
/// <remarks>
/// base64url of: version 1 (1 byte), key id (4), salt (12), nonce (12), then AES-256-GCM over expiry (8, Unix seconds) and content,
/// tag (16) last. What stands before the encrypted part and the bound text (the cookie's name) are authenticated with it. GCM has no
/// padding, and whatever is wrong looks the same to the client.
/// </remarks>
internal sealed class CookieSeal
{
    private const byte Version = 1;
    private const int KeyIdAt = 1;
    private const int SaltAt = KeyIdAt + sizeof(uint);
    private const int NonceAt = SaltAt + CookieKey.SaltSize;
    private const int HeadSize = NonceAt + 12;
    private const int ExpirySize = sizeof(long);

    private readonly CookieKey[] _keys;

    /// <param name="purpose">What the cookies are for; see <see cref="CookieKey"/>.</param>
    /// <param name="secrets">The current secret first, then those it replaced.</param>
    public CookieSeal(string purpose, params IEnumerable<string> secrets)
    {
        _keys = [.. secrets.Select(s => new CookieKey(s, purpose))];
        ArgumentOutOfRangeException.ThrowIfZero(_keys.Length, nameof(secrets));
    }

    /// <summary>Characters of the sealed form of <paramref name="length"/> bytes.</summary>
    public static int SealedLength(int length) => Base64Url.GetEncodedLength(HeadSize + ExpirySize + length + CookieKey.Overhead);

    /// <summary>Seals content until a time (Unix seconds, inclusive).</summary>
    public byte[] Seal(ReadOnlySpan<byte> content, ReadOnlySpan<byte> boundTo, long expires)
    {
        byte[] plain = new byte[ExpirySize + content.Length];
        BinaryPrimitives.WriteInt64BigEndian(plain, expires);
        content.CopyTo(plain.AsSpan(ExpirySize));

        byte[] sealedBytes = new byte[HeadSize + plain.Length + CookieKey.Overhead];
        var head = sealedBytes.AsSpan(0, HeadSize);
        head[0] = Version;
        BinaryPrimitives.WriteUInt32BigEndian(head[KeyIdAt..], _keys[0].Id);
        RandomNumberGenerator.Fill(head[SaltAt..]);
        _keys[0].Seal(head[SaltAt..NonceAt], head[NonceAt..], plain, Bound(head, boundTo), sealedBytes.AsSpan(HeadSize));
        CryptographicOperations.ZeroMemory(plain);
        return Base64Url.EncodeToUtf8(sealedBytes);
    }

    /// <summary>The content of a sealed text; null when it is not one, of unknown keys, bound to something else, or too old.</summary>
    /// <param name="text">What the client sent; the caller bounds its length.</param>
    /// <param name="boundTo">What it must be bound to.</param>
    /// <param name="now">Unix seconds.</param>
    public byte[]? Open(ReadOnlySpan<byte> text, ReadOnlySpan<byte> boundTo, long now)
    {
        if (Decode(text) is not { } bytes || bytes.Length < HeadSize + ExpirySize + CookieKey.Overhead || bytes[0] != Version)
        {
            return null;
        }

        var head = bytes.AsSpan(0, HeadSize);
        uint id = BinaryPrimitives.ReadUInt32BigEndian(head[KeyIdAt..]);
        if (Array.Find(_keys, k => k.Id == id) is not { } key)
        {
            return null;
        }

        byte[] plain = new byte[bytes.Length - HeadSize - CookieKey.Overhead];
        return key.TryOpen(head[SaltAt..NonceAt], head[NonceAt..], bytes.AsSpan(HeadSize), Bound(head, boundTo), plain)
            && BinaryPrimitives.ReadInt64BigEndian(plain) >= now
            ? plain[ExpirySize..]
            : null;
    }

    private static byte[] Bound(ReadOnlySpan<byte> head, ReadOnlySpan<byte> boundTo) => [.. head, .. boundTo];

    /// <summary>Only the one spelling that sealing makes: no blanks, no padding, no stray bits.</summary>
    private static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        byte[] bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromUtf8(text, bytes, out _, out int written) != System.Buffers.OperationStatus.Done)
        {
            return null;
        }

        return Base64Url.EncodeToUtf8(bytes.AsSpan(0, written)).AsSpan().SequenceEqual(text) ? bytes[..written] : null;
    }
}
