using System.Security.Cryptography.X509Certificates;
using Gatehouse.Core.Configuration;
using Gatehouse.Net.Channels;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>
/// TLS settings of services. Equal settings are one object across reloads, because connections are pooled by them: a reload that
/// does not touch TLS must not cost the warm connections.
/// </summary>
internal sealed class UpstreamTls
{
    private readonly Dictionary<string, TlsClientSettings> _known = new(StringComparer.Ordinal);
    private readonly X509Certificate2Collection? _nodeRoots;
    private readonly int? _defaultDepth;
    private readonly X509Certificate2? _defaultCertificate;

    /// <param name="roots">Roots of the node [lua_ssl_trusted_certificate]; null = the system's.</param>
    /// <param name="defaultDepth">Longest chain where the service says nothing [lua_ssl_verify_depth]; null = no limit.</param>
    /// <param name="defaultCertificate">Shown where the service names no certificate [client_ssl_cert]; null = none.</param>
    public UpstreamTls(X509Certificate2Collection? roots = null, int? defaultDepth = null, X509Certificate2? defaultCertificate = null)
    {
        _nodeRoots = roots;
        _defaultCertificate = defaultCertificate;
        _defaultDepth = defaultDepth;
    }

    /// <summary>The settings of a service; null for plaintext protocols. Called while a snapshot is built, one build at a time.</summary>
    public TlsClientSettings? For(ServiceConfig service, ConfigSet config)
    {
        if (service.Protocol is not ("https" or "grpcs" or "tls"))
        {
            return null;
        }

        var clientCertificate = config.Certificates.FirstOrDefault(c => c.Id == service.ClientCertificateId);
        var authorities = service.CaCertificateIds is null
            ? null
            : config.CaCertificates.Where(c => service.CaCertificateIds.Contains(c.Id)).ToArray();
        string key = string.Join(
            '\n',
            service.TlsVerify,
            service.TlsVerifyDepth,
            clientCertificate?.Cert,
            authorities is null ? "system" : string.Join(' ', authorities.Select(a => a.CertDigest).Order(StringComparer.Ordinal)));
        if (!_known.TryGetValue(key, out var settings))
        {
            settings = new TlsClientSettings
            {
                ServerName = "",
                Verify = service.TlsVerify ?? true,
                VerifyDepth = service.TlsVerifyDepth ?? _defaultDepth,
                TrustedRoots = authorities is null ? _nodeRoots : Roots(authorities),
                ClientCertificate = clientCertificate is null ? _defaultCertificate : ServerCertificates.Load(clientCertificate.Cert, clientCertificate.Key),
            };
            _known.Add(key, settings);
        }

        return settings;
    }

    private static X509Certificate2Collection Roots(IEnumerable<CaCertificateConfig> authorities)
    {
        var roots = new X509Certificate2Collection();
        foreach (var authority in authorities)
        {
            roots.Add(X509Certificate2.CreateFromPem(authority.Cert));
        }

        return roots;
    }
}
