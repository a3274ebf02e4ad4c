using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Core.Secrets;

/// <summary>
/// What is kept of a password. Three forms: derived from a plain password when the configuration was read (an HMAC under a key of
/// this process: the file has the password anyway, and nothing of it stays in memory), PBKDF2, and Kong's salted SHA-1.
/// </summary>
/// <remarks>
/// Stored text: <c>$pbkdf2-sha256$i=600000$salt$hash</c> or <c>-sha512</c>, salt and hash in base64 without padding (Kong's <c>i=10000,l=32</c>,
/// with a length that says nothing new, is read, too); or 40 hexadecimal digits, SHA-1 over the password and the consumer's id (Kong's basic-auth).
/// </remarks>
public sealed class StoredPassword
{
    /// <summary>Rounds of a hash made now (OWASP 2025 for PBKDF2-HMAC-SHA-256).</summary>
    public const int CurrentIterations = 600_000;

    /// <summary>What a hash with SHA-512 needs to be worth as much (OWASP 2025).</summary>
    private const int CurrentIterationsSha512 = 210_000;

    // Beyond, one login would be a denial of service; below, the hash guards nothing.
    private const int MaxIterations = 10_000_000;
    private const int MinIterations = 1000;
    private const int MaxPartBytes = 64;

    private readonly byte[] _salt;
    private readonly byte[] _hash;
    private readonly int _iterations;
    private readonly HashAlgorithmName _algorithm;

    private StoredPassword(PasswordForm form, byte[] salt, byte[] hash, int iterations = 0, HashAlgorithmName algorithm = default)
    {
        Form = form;
        _salt = salt;
        _hash = hash;
        _iterations = iterations;
        _algorithm = algorithm;
        Identity = SecretDigest.Keyed([(byte)form, .. salt, .. hash]);
    }

    /// <summary>A password that nobody can know.</summary>
    public static StoredPassword Unusable { get; } = new(PasswordForm.Keyed, [], RandomNumberGenerator.GetBytes(SecretDigest.Size));

    /// <summary>How it is kept.</summary>
    public PasswordForm Form { get; }

    /// <summary>Whether verifying costs so much that it must not be done on a loop.</summary>
    public bool IsSlow => Form == PasswordForm.Pbkdf2;

    /// <summary>Whether it is a hash that guessing gets through faster than through one made now: Kong's SHA-1, or PBKDF2 with fewer rounds.</summary>
    public bool IsDated => Form == PasswordForm.KongSha1
        || (Form == PasswordForm.Pbkdf2 && _iterations < (_algorithm == HashAlgorithmName.SHA512 ? CurrentIterationsSha512 : CurrentIterations));

    /// <summary>Equal for stored passwords of which verifying takes the same time.</summary>
    public (PasswordForm Form, int Iterations, string? Algorithm, int Bytes) Cost => (Form, _iterations, _algorithm.Name, _hash.Length);

    /// <summary>Stands for this stored password: equal only for equal stored forms.</summary>
    public SecretDigest Identity { get; }

    /// <summary>
    /// A password that nobody can know, and that takes as long to verify as this one. The same name gives the same one in this
    /// process, other names others.
    /// </summary>
    public StoredPassword MakeDecoy(ReadOnlySpan<byte> name)
    {
        Span<byte> digest = stackalloc byte[SecretDigest.Size];
        SecretDigest.Keyed(name).CopyTo(digest);
        byte[] salt = new byte[_salt.Length], hash = new byte[_hash.Length];
        Repeat(digest, salt);
        Repeat(digest, hash);
        return new StoredPassword(Form, salt, hash, _iterations, _algorithm);

        static void Repeat(ReadOnlySpan<byte> from, byte[] into)
        {
            for (int i = 0; i < into.Length; i++)
            {
                into[i] = from[i % from.Length];
            }
        }
    }

    /// <summary>Keeps what is needed of a plain password. <paramref name="owner"/> makes equal passwords look different.</summary>
    public static StoredPassword FromPlain(string password, string owner)
    {
        byte[] salt = Encoding.UTF8.GetBytes(owner);
        byte[] hash = new byte[SecretDigest.Size];
        KeyedHash(Encoding.UTF8.GetBytes(password), salt, hash);
        return new StoredPassword(PasswordForm.Keyed, salt, hash);
    }

    /// <summary>Reads a stored form; the consumer's id is the salt of Kong's.</summary>
    public static bool TryParse(string text, string consumerId, [NotNullWhen(true)] out StoredPassword? stored)
    {
        stored = null;
        if (text.Length == 2 * SHA1.HashSizeInBytes && text.All(char.IsAsciiHexDigit))
        {
            stored = new StoredPassword(PasswordForm.KongSha1, Encoding.UTF8.GetBytes(consumerId), Convert.FromHexString(text));
            return true;
        }

        return TryParsePbkdf2(text, out stored);
    }

    /// <summary>Reads the PBKDF2 form only: it can be told from a plain password.</summary>
    public static bool TryParsePbkdf2(string text, [NotNullWhen(true)] out StoredPassword? stored)
    {
        stored = null;
        string[] parts = text.Split('$');
        if (parts.Length != 5 || parts[0].Length != 0 || !parts[2].StartsWith("i=", StringComparison.Ordinal)
            || !int.TryParse(parts[2].Split(',')[0].AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int iterations)
            || iterations is < MinIterations or > MaxIterations
            || FromBase64(parts[3]) is not { Length: >= 8 } salt || FromBase64(parts[4]) is not { Length: >= 16 } hash)
        {
            return false;
        }

        HashAlgorithmName? algorithm = parts[1] switch
        {
            "pbkdf2-sha256" => HashAlgorithmName.SHA256,
            "pbkdf2-sha512" => HashAlgorithmName.SHA512,
            _ => null,
        };
        stored = algorithm is { } name ? new StoredPassword(PasswordForm.Pbkdf2, salt, hash, iterations, name) : null;
        return stored is not null;
    }

    /// <summary>Kong's text of a password: what Kong itself stores and shows.</summary>
    public static string KongText(string password, string consumerId)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        KongHash(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(consumerId), hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>The stored text of a new PBKDF2 hash with current parameters.</summary>
    public static string Hash(string password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(16);
        byte[] hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, CurrentIterations, HashAlgorithmName.SHA256, 32);
        return string.Create(CultureInfo.InvariantCulture, $"$pbkdf2-sha256$i={CurrentIterations}${ToBase64(salt)}${ToBase64(hash)}");
    }

    /// <summary>Whether a password is the right one. Takes the same time for every wrong one; slow when <see cref="IsSlow"/>.</summary>
    public bool Verify(ReadOnlySpan<byte> password)
    {
        Span<byte> made = stackalloc byte[MaxPartBytes];
        made = made[.._hash.Length];
        switch (Form)
        {
            case PasswordForm.Keyed:
                KeyedHash(password, _salt, made);
                break;
            case PasswordForm.KongSha1:
                KongHash(password, _salt, made);
                break;
            default:
                Rfc2898DeriveBytes.Pbkdf2(password, _salt, made, _iterations, _algorithm);
                break;
        }

        return CryptographicOperations.FixedTimeEquals(made, _hash);
    }

    private static void KeyedHash(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, Span<byte> destination)
    {
        byte[]? rented = null;
        int length = password.Length + salt.Length + 1;
        Span<byte> input = length <= 512 ? stackalloc byte[512] : rented = System.Buffers.ArrayPool<byte>.Shared.Rent(length);
        salt.CopyTo(input);
        input[salt.Length] = 0;
        password.CopyTo(input[(salt.Length + 1)..]);
        SecretDigest.Keyed(input[..length]).CopyTo(destination);
        CryptographicOperations.ZeroMemory(input[..length]);
        if (rented is not null)
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(rented);
        }
    }

    // Kong's stored form; accepted so that its files load, and reported.
    private static void KongHash(ReadOnlySpan<byte> password, ReadOnlySpan<byte> consumerId, Span<byte> destination)
    {
        byte[] input = new byte[password.Length + consumerId.Length];
        password.CopyTo(input);
        consumerId.CopyTo(input.AsSpan(password.Length));
#pragma warning disable CA5350
        SHA1.HashData(input, destination);
#pragma warning restore CA5350
        CryptographicOperations.ZeroMemory(input);
    }

    private static string ToBase64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[]? FromBase64(string text)
    {
        Span<byte> bytes = stackalloc byte[MaxPartBytes + 2];
        string padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
        return text.Length <= 86 && Convert.TryFromBase64String(padded, bytes, out int written) && written <= MaxPartBytes ? bytes[..written].ToArray() : null;
    }
}
