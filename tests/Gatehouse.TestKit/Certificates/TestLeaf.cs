using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.TestKit.Certificates;

/// <summary>A leaf certificate and its private key (PKCS #8), both as PEM.</summary>
public sealed record TestLeaf(string CertificatePem, string KeyPem)
{
    /// <summary>Certificate with key, usable by <c>SslStream</c> and Kestrel; the caller disposes it.</summary>
    public X509Certificate2 ToCertificate() => X509Certificate2.CreateFromPem(CertificatePem, KeyPem);
}
