using System.Text;

namespace Gatehouse.Settings;

/// <summary>Certificates and keys written into a setting itself: PEM, or base64 of PEM, as Kong 3 takes them.</summary>
internal static class CertificateText
{
    private const string Marker = "-----BEGIN ";

    /// <summary>Whether <paramref name="value"/> is PEM or base64 of PEM, and not a path.</summary>
    public static bool IsInline(string value) => TryDecode(value, out _);

    /// <summary>Gives the PEM text of an inline value.</summary>
    public static bool TryDecode(string value, out string pem)
    {
        pem = value;
        if (value.Contains(Marker, StringComparison.Ordinal))
        {
            return true;
        }

        // "-----BEGIN " in base64 starts with these characters, and no path does.
        if (!value.StartsWith("LS0tLS1CRUdJTi", StringComparison.Ordinal))
        {
            return false;
        }

        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, bytes, out var length))
        {
            return false;
        }

        pem = Encoding.ASCII.GetString(bytes, 0, length);
        return pem.Contains(Marker, StringComparison.Ordinal);
    }
}
