using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Bench.Origins;

/// <summary>A throw-away self-signed P-256 certificate for localhost, as files every peer can read.</summary>
internal sealed record BenchCertificate(string CertificateFile, string KeyFile, string BundleFile)
{
    public static async Task<BenchCertificate> CreateAsync(string folder, TimeProvider clock, CancellationToken cancel)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = clock.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));

        var made = new BenchCertificate(Path.Combine(folder, "cert.pem"), Path.Combine(folder, "key.pem"), Path.Combine(folder, "both.pem"));
        var certificatePem = certificate.ExportCertificatePem() + "\n";
        var keyPem = key.ExportPkcs8PrivateKeyPem() + "\n";
        await File.WriteAllTextAsync(made.CertificateFile, certificatePem, cancel);
        await File.WriteAllTextAsync(made.KeyFile, keyPem, cancel);
        await File.WriteAllTextAsync(made.BundleFile, certificatePem + keyPem, cancel);
        return made;
    }
}
