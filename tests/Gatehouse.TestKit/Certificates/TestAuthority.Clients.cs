using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.TestKit.Certificates;

/// <summary>What tests of client certificates need of an authority: intermediates, leaves to any recipe, revocation lists.</summary>
public sealed partial class TestAuthority
{
    private TestAuthority(X509Certificate2 certificate) => Certificate = certificate;

    /// <summary>An authority below this one; one that is none, when a test wants to forge.</summary>
    public TestAuthority Intermediate(string commonName, bool isAuthority = true) => Intermediate(commonName, new LeafRecipe { IsAuthority = isAuthority, Usages = [] });

    /// <summary>An authority below this one with the limits that a recipe says.</summary>
    public TestAuthority Intermediate(string commonName, LeafRecipe recipe)
    {
        var leaf = Issue(recipe with
        {
            Subject = new X500DistinguishedName($"CN={commonName}"),
            KeyUsage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign,
        });
        return new TestAuthority(leaf.ToCertificate());
    }

    /// <summary>A certificate to a recipe.</summary>
    public TestLeaf Issue(LeafRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(recipe.Subject, key, HashAlgorithmName.SHA256);
        if (recipe.AlternativeNames is not null || recipe.DnsNames.Count > 0)
        {
            request.CertificateExtensions.Add(recipe.AlternativeNames is { } der ? new X509Extension("2.5.29.17", der, critical: false) : AlternativeNames(recipe.DnsNames));
        }

        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(recipe.IsAuthority, recipe.PathLength is not null, recipe.PathLength ?? 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(recipe.KeyUsage, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (recipe.Usages.Count > 0)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. recipe.Usages.Select(u => new Oid(u))], critical: false));
        }

        foreach (var extension in recipe.Extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x01);
        var signer = X509SignatureGenerator.CreateForECDsa(Certificate.GetECDsaPrivateKey()!);
        using var signed = request.Create(Certificate.SubjectName, signer, recipe.NotBefore ?? _now.AddDays(-1), recipe.NotAfter ?? _now.AddDays(7), serial);
        return new TestLeaf(signed.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <summary>A list that revokes the certificates, in PEM; valid from yesterday to <paramref name="nextUpdate"/>, by default a week.</summary>
    public string RevocationList(IReadOnlyList<TestLeaf> revoked, DateTimeOffset? nextUpdate = null, DateTimeOffset? thisUpdate = null)
    {
        ArgumentNullException.ThrowIfNull(revoked);
        var builder = new CertificateRevocationListBuilder();
        foreach (var leaf in revoked)
        {
            using var certificate = X509Certificate2.CreateFromPem(leaf.CertificatePem);
            builder.AddEntry(certificate, _now.AddDays(-1));
        }

        byte[] list = builder.Build(
            Certificate, BigInteger.One, nextUpdate ?? _now.AddDays(7), HashAlgorithmName.SHA256, thisUpdate: thisUpdate ?? _now.AddDays(-1));
        return PemEncoding.WriteString("X509 CRL", list) + "\n";
    }
}
