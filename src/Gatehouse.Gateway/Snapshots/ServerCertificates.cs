using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Core.Configuration;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>Makes handshake contexts from certificate and SNI entities.</summary>
internal static class ServerCertificates
{
    /// <summary>The contexts by server name; certificates that cannot be loaded are reported and left out.</summary>
    public static Dictionary<string, SslStreamCertificateContext> Build(ConfigSet config, List<ConfigError> errors)
    {
        var contexts = new Dictionary<string, SslStreamCertificateContext>(StringComparer.Ordinal);
        foreach (var certificate in config.Certificates)
        {
            try
            {
                contexts.Add(certificate.Id, ContextOf(certificate.Cert, certificate.Key));
            }
            catch (Exception error) when (error is System.Security.Cryptography.CryptographicException or ArgumentException)
            {
                errors.Add(new ConfigError($"certificates[{certificate.Id}]", $"certificate cannot be loaded: {error.Message}", null, "give the PEM of a certificate and of its own key"));
            }
        }

        var byName = new Dictionary<string, SslStreamCertificateContext>(StringComparer.OrdinalIgnoreCase);
        foreach (var sni in config.Snis)
        {
            if (contexts.TryGetValue(sni.CertificateId, out var context))
            {
                byName[sni.Name] = context;
            }
        }

        return byName;
    }

    /// <summary>A handshake context: leaf with key, and the rest of the chain as sent in the PEM.</summary>
    public static SslStreamCertificateContext ContextOf(string certificatePem, string keyPem)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificatePem);
        return SslStreamCertificateContext.Create(Load(certificatePem, keyPem), chain, offline: true);
    }

    /// <summary>A certificate with its private key.</summary>
    public static X509Certificate2 Load(string certificatePem, string keyPem)
        => X509Certificate2.CreateFromPem(certificatePem, keyPem);
}
