using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Protocols.Jose.Keys;

/// <summary>Reads the PEM forms of keys (RFC 7468, RFC 8017 appendix A.1, RFC 5915, RFC 8410).</summary>
internal static class PemReader
{
    private const int MaximumCharacters = 64 * 1024;
    private const string RsaOid = "1.2.840.113549.1.1.1";
    private const string EcOid = "1.2.840.10045.2.1";

    public static bool TryRead(ReadOnlySpan<char> pem, string? keyId, JoseKeyPolicy policy, [NotNullWhen(true)] out JoseKey? key, out JoseError error)
    {
        key = null;
        error = JoseError.KeyMalformed;
        if (pem.Length > MaximumCharacters || !TryFindOnly(pem, out var label, out byte[] der))
        {
            return false;
        }

        try
        {
            return label switch
            {
                "PUBLIC KEY" => TryReadPublic(der, keyId, policy, out key, out error),
                "CERTIFICATE" => TryReadCertificate(der, keyId, policy, out key, out error),
                "PRIVATE KEY" => TryReadPrivate(der, keyId, policy, out key, out error),
                "RSA PUBLIC KEY" => TryReadRsa((rsa, bytes) => { rsa.ImportRSAPublicKey(bytes, out int read); return read; }, der, hasPrivate: false, keyId, policy, out key, out error),
                "RSA PRIVATE KEY" => TryReadRsa((rsa, bytes) => { rsa.ImportRSAPrivateKey(bytes, out int read); return read; }, der, hasPrivate: true, keyId, policy, out key, out error),
                "EC PRIVATE KEY" => TryReadEc((ec, bytes) => { ec.ImportECPrivateKey(bytes, out int read); return read; }, der, hasPrivate: true, keyId, policy, out key, out error),
                _ => false,
            };
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            error = JoseError.KeyMalformed;
            return false;
        }
        catch (PlatformNotSupportedException)
        {
            // The library's word for a curve it does not know.
            error = JoseError.KeyCurveUnknown;
            return false;
        }
    }

    // One key a text: with several it would be a matter of taste which one counts. EC PARAMETERS in front say nothing new.
    private static bool TryFindOnly(ReadOnlySpan<char> pem, out string label, out byte[] der)
    {
        label = "";
        der = [];
        while (PemEncoding.TryFind(pem, out var fields))
        {
            if (label.Length > 0)
            {
                return false;
            }

            if (pem[fields.Label] is not "EC PARAMETERS")
            {
                label = pem[fields.Label].ToString();
                der = new byte[fields.DecodedDataLength];
                Convert.TryFromBase64Chars(pem[fields.Base64Data], der, out _);
            }

            pem = pem[fields.Location.End..];
        }

        return label.Length > 0;
    }

    private static bool TryReadCertificate(byte[] der, string? keyId, JoseKeyPolicy policy, [NotNullWhen(true)] out JoseKey? key, out JoseError error)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return TryReadPublic(certificate.PublicKey.ExportSubjectPublicKeyInfo(), keyId, policy, out key, out error);
    }

    private static bool TryReadPublic(byte[] der, string? keyId, JoseKeyPolicy policy, [NotNullWhen(true)] out JoseKey? key, out JoseError error)
    {
        var sequence = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        string oid = sequence.ReadSequence().ReadObjectIdentifier();
        switch (oid)
        {
            case RsaOid:
                return TryReadRsa((rsa, bytes) => { rsa.ImportSubjectPublicKeyInfo(bytes, out int read); return read; }, der, hasPrivate: false, keyId, policy, out key, out error);
            case EcOid:
                return TryReadEc((ec, bytes) => { ec.ImportSubjectPublicKeyInfo(bytes, out int read); return read; }, der, hasPrivate: false, keyId, policy, out key, out error);
        }

        byte[] point = sequence.ReadBitString(out _);
        sequence.ThrowIfNotEmpty();
        return TryReadEdwards(oid, point, null, keyId, policy, out key, out error);
    }

    private static bool TryReadPrivate(byte[] der, string? keyId, JoseKeyPolicy policy, [NotNullWhen(true)] out JoseKey? key, out JoseError error)
    {
        var sequence = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        sequence.ReadInteger();
        string oid = sequence.ReadSequence().ReadObjectIdentifier();
        switch (oid)
        {
            case RsaOid:
                return TryReadRsa((rsa, bytes) => { rsa.ImportPkcs8PrivateKey(bytes, out int read); return read; }, der, hasPrivate: true, keyId, policy, out key, out error);
            case EcOid:
                return TryReadEc((ec, bytes) => { ec.ImportPkcs8PrivateKey(bytes, out int read); return read; }, der, hasPrivate: true, keyId, policy, out key, out error);
        }

        // RFC 8410 §7: an octet string inside the octet string.
        byte[] secret = new AsnReader(sequence.ReadOctetString(), AsnEncodingRules.BER).ReadOctetString();
        return TryReadEdwards(oid, null, secret, keyId, policy, out key, out error);
    }

    private static bool TryReadRsa(
        Func<RSA, byte[], int> import, byte[] der, bool hasPrivate, string? keyId, JoseKeyPolicy policy, [NotNullWhen(true)] out JoseKey? key, out JoseError error)
    {
        using var rsa = RSA.Create();
        key = null;
        error = import(rsa, der) == der.Length ? JoseError.None : JoseError.KeyMalformed;
        return error == JoseError.None
            && RsaKey.TryCreate(rsa.ExportParameters(hasPrivate && policy.KeepPrivate), JoseAlgorithmSet.All, keyId, policy, out key, out error);
    }

    private static bool TryReadEc(
        Func<ECDsa, byte[], int> import, byte[] der, bool hasPrivate, string? keyId, JoseKeyPolicy policy, [NotNullWhen(true)] out JoseKey? key, out JoseError error)
    {
        using var ec = ECDsa.Create();
        key = null;
        if (import(ec, der) != der.Length)
        {
            error = JoseError.KeyMalformed;
            return false;
        }

        var parameters = ec.ExportParameters(hasPrivate && policy.KeepPrivate);
        // Curves spelled out in full can be anything (CVE-2020-0601): only names are taken.
        var curve = parameters.Curve.IsNamed ? EcCurve.FindOid(parameters.Curve.Oid.Value) : null;
        error = curve is null ? JoseError.KeyCurveUnknown : JoseError.None;
        return curve is not null && EcKey.TryCreate(curve, parameters.Q, parameters.D, JoseAlgorithmSet.All, keyId, policy, out key, out error);
    }

    private static bool TryReadEdwards(
        string oid, byte[]? point, byte[]? secret, string? keyId, JoseKeyPolicy policy, [NotNullWhen(true)] out JoseKey? key, out JoseError error)
    {
        key = null;
        var curve = EdwardsCurve.FindOid(oid);
        error = curve is null ? JoseError.KeyTypeUnknown : JoseError.None;
        return curve is not null && EdwardsKey.TryCreate(curve, point, secret, JoseAlgorithmSet.All, keyId, policy, out key, out error);
    }
}
