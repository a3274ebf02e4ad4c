using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Gateway.Identity.Certificates;

/// <summary>A certificate revocation list (RFC 5280 section 5), read by <see cref="RevocationListReader"/>. Thread-safe.</summary>
internal sealed class RevocationList
{
    private volatile byte[]? _verifiedIssuer;

    /// <summary>The issuer's name in DER.</summary>
    public required ReadOnlyMemory<byte> Issuer { get; init; }

    /// <summary>From when it counts.</summary>
    public required DateTimeOffset ThisUpdate { get; init; }

    /// <summary>Until when it counts.</summary>
    public required DateTimeOffset NextUpdate { get; init; }

    /// <summary>Serial numbers without leading zeros, upper-case hexadecimal.</summary>
    public required IReadOnlySet<string> Serials { get; init; }

    /// <summary>What is signed.</summary>
    public required ReadOnlyMemory<byte> Signed { get; init; }

    /// <summary>The signature.</summary>
    public required byte[] Signature { get; init; }

    /// <summary>Digest of the signature.</summary>
    public required HashAlgorithmName Hash { get; init; }

    /// <summary>Whether the signature is ECDSA; RSA with PKCS #1 otherwise.</summary>
    public required bool IsEcdsa { get; init; }

    /// <summary>Whether it names a certificate.</summary>
    public bool Names(X509Certificate2 certificate) => Serials.Contains(SerialText(certificate.SerialNumberBytes.Span));

    /// <summary>Whether it is of that issuer: same name, allowed to sign lists, and the signature is right. The answer yes is kept.</summary>
    public bool IsSignedBy(X509Certificate2 issuer)
    {
        if (_verifiedIssuer is { } verified && issuer.RawDataMemory.Span.SequenceEqual(verified))
        {
            return true;
        }

        bool maySign = issuer.Extensions.OfType<X509KeyUsageExtension>().All(u => u.KeyUsages.HasFlag(X509KeyUsageFlags.CrlSign));
        if (!maySign || !issuer.SubjectName.RawData.AsSpan().SequenceEqual(Issuer.Span) || !IsSignatureOf(issuer))
        {
            return false;
        }

        _verifiedIssuer = issuer.RawData;
        return true;
    }

    /// <summary>A serial number as in <see cref="Serials"/>.</summary>
    public static string SerialText(ReadOnlySpan<byte> bigEndian) => Convert.ToHexString(bigEndian.TrimStart((byte)0));

    private bool IsSignatureOf(X509Certificate2 issuer)
    {
        if (IsEcdsa)
        {
            using var ecdsa = issuer.GetECDsaPublicKey();
            return ecdsa is not null && ecdsa.VerifyData(Signed.Span, Signature, Hash, DSASignatureFormat.Rfc3279DerSequence);
        }

        using var rsa = issuer.GetRSAPublicKey();
        return rsa is not null && rsa.VerifyData(Signed.Span, Signature, Hash, RSASignaturePadding.Pkcs1);
    }
}
