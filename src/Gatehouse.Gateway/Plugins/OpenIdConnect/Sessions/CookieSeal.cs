using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;

/// <summary>
/// Seals what a cookie carries: AES-256-GCM under a key of its own for each cookie, derived with HKDF (RFC 5869) from a secret, the
/// purpose and a random salt. So no nonce can meet a key twice, however many cookies are made, and a cookie of one purpose opens as
/// nothing else. The first secret seals; all open.
/// </summary>
internal sealed class CookieSeal
{
    private const byte Version = 1;
    private const int SaltBytes = 24;
    private const int TagBytes = 16;
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int Overhead = 1 + SaltBytes + TagBytes;

    private readonly byte[] _purpose;
    private readonly byte[][] _roots;

    /// <param name="secrets">At least one, 32 bytes or more each.</param>
    /// <param name="purpose">What it is for, and for whom: cookies of other purposes do not open.</param>
    public CookieSeal(IReadOnlyList<string> secrets, string purpose)
    {
        _purpose = Encoding.UTF8.GetBytes(purpose);
        _roots = [.. secrets.Select(s => HKDF.Extract(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(s), "gatehouse cookie"u8.ToArray()))];
    }

    /// <summary>Seals; base64url.</summary>
    public string Seal(ReadOnlySpan<byte> content)
    {
        byte[] sealedBytes = new byte[Overhead + content.Length];
        sealedBytes[0] = Version;
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(1, SaltBytes));
        Span<byte> keys = stackalloc byte[KeyBytes + NonceBytes];
        Derive(_roots[0], sealedBytes.AsSpan(1, SaltBytes), keys);
        using var aes = new AesGcm(keys[..KeyBytes], TagBytes);
        aes.Encrypt(keys[KeyBytes..], content, sealedBytes.AsSpan(1 + SaltBytes, content.Length), sealedBytes.AsSpan(1 + SaltBytes + content.Length), _purpose);
        return Base64Url.EncodeToString(sealedBytes);
    }

    /// <summary>Opens; null when it was not sealed under one of the secrets for this purpose, or was changed.</summary>
    public byte[]? Open(ReadOnlySpan<byte> text)
    {
        byte[] sealedBytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromUtf8(text, sealedBytes, out int consumed, out int length) != OperationStatus.Done || consumed != text.Length
            || length < Overhead || sealedBytes[0] != Version)
        {
            return null;
        }

        byte[] content = new byte[length - Overhead];
        Span<byte> keys = stackalloc byte[KeyBytes + NonceBytes];
        foreach (byte[] root in _roots)
        {
            Derive(root, sealedBytes.AsSpan(1, SaltBytes), keys);
            using var aes = new AesGcm(keys[..KeyBytes], TagBytes);
            try
            {
                aes.Decrypt(
                    keys[KeyBytes..], sealedBytes.AsSpan(1 + SaltBytes, content.Length), sealedBytes.AsSpan(length - TagBytes, TagBytes), content, _purpose);
                return content;
            }
            catch (AuthenticationTagMismatchException)
            {
                // Another secret, perhaps.
            }
        }

        return null;
    }

    private void Derive(byte[] root, ReadOnlySpan<byte> salt, Span<byte> keys)
    {
        byte[] info = [.. salt, .. _purpose];
        HKDF.Expand(HashAlgorithmName.SHA256, root, keys, info);
    }
}
