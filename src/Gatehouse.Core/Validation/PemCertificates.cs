using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Core.Validation;

/// <summary>Reads PEM certificates and keys. No message carries a part of what was read.</summary>
public static class PemCertificates
{
    private const string Begin = "-----BEGIN CERTIFICATE-----";

    /// <summary>Why a text is no certificate; null when its first PEM block is one.</summary>
    public static string? Describe(string pem)
    {
        if (TryRead(pem, out var certificate))
        {
            certificate.Dispose();
            return null;
        }

        return pem.Contains(Begin, StringComparison.Ordinal) ? "the PEM block is damaged" : "no PEM block of type CERTIFICATE";
    }

    /// <summary>Number of PEM certificates in a text.</summary>
    public static int Count(string pem)
    {
        int count = 0;
        for (int at = pem.IndexOf(Begin, StringComparison.Ordinal); at >= 0;
             at = pem.IndexOf(Begin, at + Begin.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    /// <summary>Reads the first certificate of a PEM text.</summary>
    public static bool TryRead(string? pem, [NotNullWhen(true)] out X509Certificate2? certificate)
    {
        certificate = null;
        if (pem is null || !pem.Contains(Begin, StringComparison.Ordinal))
        {
            return false;
        }

        try
        {
            certificate = X509Certificate2.CreateFromPem(pem);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Whether a text is an unencrypted private key.</summary>
    public static bool IsKey(string pem)
    {
        bool isKey = TryReadKey(pem, out var key);
        key?.Dispose();
        return isKey;
    }

    /// <summary>Reads an unencrypted private key (PKCS#8, PKCS#1, SEC1).</summary>
    public static bool TryReadKey(string pem, [NotNullWhen(true)] out AsymmetricAlgorithm? key)
    {
        foreach (Func<AsymmetricAlgorithm> create in (Func<AsymmetricAlgorithm>[])[RSA.Create, ECDsa.Create])
        {
            var candidate = create();
            try
            {
                candidate.ImportFromPem(pem);
                if (HasPrivatePart(candidate))
                {
                    key = candidate;
                    return true;
                }
            }
            catch (Exception e) when (e is CryptographicException or ArgumentException or NotSupportedException)
            {
                // Not a key of this type.
            }

            candidate.Dispose();
        }

        key = null;
        return false;
    }

    /// <summary>Whether a private key belongs to the first certificate of a PEM text.</summary>
    public static bool Match(string certificatePem, string keyPem)
    {
        if (!TryRead(certificatePem, out var certificate))
        {
            return false;
        }

        using (certificate)
        {
            if (!TryReadKey(keyPem, out var key))
            {
                return false;
            }

            using (key)
            {
                return key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(certificate.PublicKey.ExportSubjectPublicKeyInfo());
            }
        }
    }

    /// <summary>OID of the key algorithm of the first certificate, null when it cannot be read.</summary>
    public static string? KeyType(string certificatePem)
    {
        if (!TryRead(certificatePem, out var certificate))
        {
            return null;
        }

        using (certificate)
        {
            return certificate.GetKeyAlgorithm();
        }
    }

    // A PEM text may hold a public key; signing tells.
    private static bool HasPrivatePart(AsymmetricAlgorithm key)
    {
        try
        {
            _ = key.ExportPkcs8PrivateKey();
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
