using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Core.Validation;

/// <summary>Reads PEM public keys. No message carries a part of what was read.</summary>
public static class PemPublicKeys
{
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string EllipticCurve = "1.2.840.10045.2.1";

    /// <summary>Whether a text is a PEM public key: RSA, EC, or a SubjectPublicKeyInfo of another algorithm (Ed25519, RFC 8410).</summary>
    public static bool IsKey(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields))
        {
            return false;
        }

        byte[] der = new byte[fields.DecodedDataLength];
        if (!Convert.TryFromBase64Chars(pem.AsSpan()[fields.Base64Data], der, out int length) || length != der.Length)
        {
            return false;
        }

        try
        {
            return pem.AsSpan()[fields.Label] switch
            {
                "PUBLIC KEY" => IsSubjectPublicKeyInfo(der),
                "RSA PUBLIC KEY" => IsRsa(der),
                _ => false,
            };
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            // The second is the library's word for a curve it does not know.
            return false;
        }
    }

    private static bool IsSubjectPublicKeyInfo(byte[] der)
    {
        var key = PublicKey.CreateFromSubjectPublicKeyInfo(der, out int read);
        if (read != der.Length)
        {
            return false;
        }

        switch (key.Oid.Value)
        {
            case Rsa:
                key.GetRSAPublicKey()?.Dispose();
                return true;
            case EllipticCurve:
                key.GetECDsaPublicKey()?.Dispose();
                return true;
            default:
                return key.EncodedKeyValue.RawData.Length > 0;
        }
    }

    private static bool IsRsa(byte[] der)
    {
        using var rsa = RSA.Create();
        rsa.ImportRSAPublicKey(der, out int read);
        return read == der.Length;
    }
}
