using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Net.Tests.Channels;

/// <summary>A root, an intermediate and a server certificate for "gate.test", made once for all tests.</summary>
internal static class TestCertificates
{
    private static readonly DateTimeOffset From = DateTimeOffset.UtcNow.AddDays(-1);
    private static readonly DateTimeOffset Until = DateTimeOffset.UtcNow.AddDays(30);

    static TestCertificates()
    {
        Root = Authority("CN=Test Root", null);
        Intermediate = Authority("CN=Test Intermediate", Root);
        Server = Leaf("CN=gate.test", Root);
        Deep = Leaf("CN=gate.test", Intermediate);
        Client = Leaf("CN=client", Root);
    }

    public static X509Certificate2 Root { get; }

    public static X509Certificate2 Intermediate { get; }

    public static X509Certificate2 Server { get; }

    /// <summary>Below the intermediate instead of the root.</summary>
    public static X509Certificate2 Deep { get; }

    public static X509Certificate2 Client { get; }

    public static X509Certificate2Collection Roots => [X509CertificateLoader.LoadCertificate(Root.RawData)];

    private static X509Certificate2 Authority(string name, X509Certificate2? issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return issuer is null ? request.CreateSelfSigned(From, Until) : Issue(request, key, issuer);
    }

    private static X509Certificate2 Leaf(string name, X509Certificate2 issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("gate.test");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return Issue(request, key, issuer);
    }

    private static X509Certificate2 Issue(CertificateRequest request, ECDsa key, X509Certificate2 issuer)
    {
        using X509Certificate2 bare = request.Create(issuer, From, issuer.NotAfter, RandomNumberGenerator.GetBytes(12));
        return bare.CopyWithPrivateKey(key);
    }
}
