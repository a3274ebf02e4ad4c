using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Tls;

/// <summary>
/// The self-signed certificate of a node that was given none: ECDSA P-256, made on the first start and kept under
/// <c>&lt;prefix&gt;/ssl</c>, so that clients who pinned it are not surprised. Every TLS 1.2 and 1.3 client of the last ten years
/// accepts P-256; an RSA twin would cost 100 ms of the first start.
/// </summary>
public sealed class DefaultCertificate(string prefix, TimeProvider time)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>It is for trying things out; a real one replaces it long before.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);

    /// <summary>A certificate that ends sooner than this is made anew.</summary>
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    private string CertificatePath => Path.Combine(prefix, "ssl", "gatehouse-default.crt");

    private string KeyPath => Path.Combine(prefix, "ssl", "gatehouse-default.key");

    /// <summary>
    /// The kept certificate, or a new one. <paramref name="warning"/> says when it could not be kept: it then lives as long as
    /// the process.
    /// </summary>
    public LoadedCertificate LoadOrCreate(out string? warning)
    {
        warning = null;
        if (Load() is { } kept)
        {
            return new LoadedCertificate(kept, []);
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = Create(key);
        var certificatePem = made.ExportCertificatePem();
        var keyPem = key.ExportPkcs8PrivateKeyPem();
        try
        {
            Save(certificatePem, keyPem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            warning = $"The default certificate cannot be kept under {prefix} ({e.Message}); a new one is made at each start. Set prefix to a writable directory, or set ssl_cert and ssl_cert_key";
        }

        return new LoadedCertificate(X509Certificate2.CreateFromPem(certificatePem, keyPem), []);
    }

    private X509Certificate2? Load()
    {
        try
        {
            var certificate = X509Certificate2.CreateFromPemFile(CertificatePath, KeyPath);
            if (certificate.NotAfter.ToUniversalTime() - time.GetUtcNow().UtcDateTime > RenewBefore)
            {
                return certificate;
            }

            certificate.Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private X509Certificate2 Create(ECDsa key)
    {
        var request = new CertificateRequest("CN=localhost, O=Gatehouse default certificate", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        var now = time.GetUtcNow();

        // An hour back: clocks of clients differ.
        return request.CreateSelfSigned(now.AddHours(-1), now + Lifetime);
    }

    private void Save(string certificatePem, string keyPem)
    {
        var directory = Path.GetDirectoryName(CertificatePath)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        }

        Write(KeyPath, keyPem);
        Write(CertificatePath, certificatePem);
    }

    /// <summary>Replaces a file as a whole; another node with the same prefix never reads half of it.</summary>
    private static void Write(string path, string text)
    {
        var temporary = $"{path}.{Environment.ProcessId}";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var writer = new StreamWriter(new FileStream(temporary, options)))
        {
            writer.Write(text);
            writer.Write('\n');
        }

        File.Move(temporary, path, overwrite: true);
    }
}
