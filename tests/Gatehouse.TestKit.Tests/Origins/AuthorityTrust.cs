using System.Security.Cryptography.X509Certificates;
using Gatehouse.TestKit.Certificates;

namespace Gatehouse.TestKit.Tests.Origins;

/// <summary>Builds chains that end at one test authority and nowhere else.</summary>
internal sealed class AuthorityTrust : IDisposable
{
    private readonly X509Chain _chain = new();

    public AuthorityTrust(TestAuthority authority)
    {
        _chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        _chain.ChainPolicy.CustomTrustStore.Add(authority.Certificate);
        _chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
    }

    public bool Accepts(X509Certificate certificate) => _chain.Build(X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()));

    public void Dispose() => _chain.Dispose();
}
