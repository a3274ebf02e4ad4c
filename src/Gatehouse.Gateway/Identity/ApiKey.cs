using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Core.Secrets;

namespace Gatehouse.Gateway.Identity;

/// <summary>
/// API keys that this program makes: a prefix, 32 random characters (190 bits), and 6 characters of CRC-32C over both, as in
/// <c>gh_4f…Xq</c>. The checksum tells a mistyped or cut key, and a scanner that looks for leaks, without asking anybody; it proves
/// nothing. Keys of other forms work just as well.
/// </summary>
public static class ApiKey
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int RandomCharacters = 32;
    private const int ChecksumCharacters = 6;
    private const int MaxPrefix = 16;

    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);

    /// <summary>A new key. Throws <see cref="ArgumentException"/> unless <see cref="IsPrefix"/>.</summary>
    public static string Create(string prefix)
    {
        if (!IsPrefix(prefix))
        {
            throw new ArgumentException("1 to 16 lower-case letters and digits, a letter first", nameof(prefix));
        }

        string start = $"{prefix}_{RandomNumberGenerator.GetString(Alphabet, RandomCharacters)}";
        return start + Checksum(start);
    }

    /// <summary>1 to 16 lower-case letters and digits, a letter first.</summary>
    public static bool IsPrefix(string text)
        => text is { Length: >= 1 and <= MaxPrefix } && char.IsAsciiLetterLower(text[0])
            && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));

    /// <summary>Whether a text is a key of this form whose checksum is right.</summary>
    public static bool IsWellFormed(string text)
    {
        int underscore = text.IndexOf('_', StringComparison.Ordinal);
        return underscore > 0 && IsPrefix(text[..underscore])
            && text.Length == underscore + 1 + RandomCharacters + ChecksumCharacters
            && text.AsSpan(underscore + 1).IndexOfAnyExcept(Characters) < 0
            && text.EndsWith(Checksum(text[..^ChecksumCharacters]), StringComparison.Ordinal);
    }

    /// <summary>The form that stands in a declaration instead of a key.</summary>
    public static string HashOf(string key) => SecretDigest.Of(Encoding.UTF8.GetBytes(key)).ToString();

    private static string Checksum(string text)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in Encoding.ASCII.GetBytes(text))
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        crc = ~crc;
        Span<char> digits = stackalloc char[ChecksumCharacters];
        for (int i = digits.Length - 1; i >= 0; i--)
        {
            digits[i] = Alphabet[(int)(crc % Alphabet.Length)];
            crc /= (uint)Alphabet.Length;
        }

        return digits.ToString();
    }
}
