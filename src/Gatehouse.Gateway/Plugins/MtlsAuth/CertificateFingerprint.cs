namespace Gatehouse.Gateway.Plugins.MtlsAuth;

/// <summary>Fingerprints as configurations write them: 64 hexadecimal digits, with or without colons between bytes.</summary>
internal static class CertificateFingerprint
{
    private const int Digits = 64;

    /// <summary>The message for a text that is none, null for one.</summary>
    public static string? Check(string text)
    {
        string digits = Bare(text);
        return digits.Length == Digits && digits.All(char.IsAsciiHexDigit) ? null : "not a SHA-256 fingerprint: 64 hexadecimal digits";
    }

    /// <summary>The digest; the text has been checked.</summary>
    public static byte[] Parse(string text) => Convert.FromHexString(Bare(text));

    private static string Bare(string text) => text.Replace(":", "", StringComparison.Ordinal);
}
