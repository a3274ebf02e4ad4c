using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Gateway.Identity.Cookies;

/// <summary>
/// A key for cookies, derived from a secret of any length by HKDF-SHA-256 (RFC 5869). The purpose is part of the derivation: two
/// plugins with the same secret cannot read each other's cookies.
/// </summary>
internal sealed class CookieKey
{
    /// <summary>Bytes of <see cref="Seal"/>'s salt.</summary>
    public const int SaltSize = 12;

    private const int KeySize = 32;
    private const int TagSize = 16;

    private static readonly byte[] Salt = "gatehouse sealed cookie 1"u8.ToArray();

    private readonly byte[] _master;

    /// <param name="secret">Whatever has enough entropy: HKDF does not make a guessable secret hard to guess.</param>
    /// <param name="purpose">What the cookies are for: plugin, audience.</param>
    public CookieKey(string secret, string purpose)
    {
        byte[] extracted = HKDF.Extract(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), Salt);
        _master = HKDF.Expand(HashAlgorithmName.SHA256, extracted, KeySize, Encoding.UTF8.GetBytes("key " + purpose));
        Id = BinaryPrimitives.ReadUInt32BigEndian(
            HKDF.Expand(HashAlgorithmName.SHA256, extracted, sizeof(uint), Encoding.UTF8.GetBytes("id " + purpose)));
        CryptographicOperations.ZeroMemory(extracted);
    }

    /// <summary>Tells keys apart; says nothing about the secret.</summary>
    public uint Id { get; }

    /// <summary>Bytes by which a sealed text is longer.</summary>
    public static int Overhead => TagSize;

    /// <summary>
    /// Encrypts with AES-256-GCM; tag behind the text. Each cookie has a key of its own, made of this one and the salt: random nonces
    /// alone would wear out a key after 2^32 cookies (NIST SP 800-38D section 8.3).
    /// </summary>
    public void Seal(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> bound, Span<byte> destination)
    {
        using var cipher = CipherOf(salt);
        cipher.Encrypt(nonce, plain, destination[..plain.Length], destination.Slice(plain.Length, TagSize), bound);
    }

    /// <summary>Decrypts; false when a bit of anything is not as it was sealed.</summary>
    public bool TryOpen(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> text, ReadOnlySpan<byte> bound, Span<byte> destination)
    {
        using var cipher = CipherOf(salt);
        try
        {
            cipher.Decrypt(nonce, text[..^TagSize], text[^TagSize..], destination, bound);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private AesGcm CipherOf(ReadOnlySpan<byte> salt)
    {
        Span<byte> key = stackalloc byte[KeySize];
        HKDF.Expand(HashAlgorithmName.SHA256, _master, key, salt);
        var cipher = new AesGcm(key, TagSize);
        CryptographicOperations.ZeroMemory(key);
        return cipher;
    }
}
