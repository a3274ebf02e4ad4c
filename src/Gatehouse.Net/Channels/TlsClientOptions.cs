using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Net.Channels;

/// <summary><see cref="TlsClientSettings"/> as <see cref="SslStream"/> wants them; made once per settings.</summary>
public static class TlsClientOptions
{
    private static readonly ConditionalWeakTable<TlsClientSettings, SslClientAuthenticationOptions> Known = [];

    /// <summary>The options of these settings; the same object each time, not to be changed.</summary>
    public static SslClientAuthenticationOptions For(TlsClientSettings settings) => Known.GetValue(settings, Create);

    private static SslClientAuthenticationOptions Create(TlsClientSettings settings)
    {
        var policy = new X509ChainPolicy
        {
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        if (settings.TrustedRoots is { } roots)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = settings.ServerName,
            EnabledSslProtocols = TlsServerOptions.DefaultProtocols,
            AllowRenegotiation = false,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            CertificateChainPolicy = policy,

            // Only an exception carries the cause to whoever logs it; a plain "false" would be one too, without it.
            RemoteCertificateValidationCallback = (_, _, chain, errors)
                => TlsDistrust.Find(settings, chain, errors) is { } distrust ? throw new AuthenticationException(distrust) : true,
        };
        if (settings.ApplicationProtocol is { } protocol)
        {
            options.ApplicationProtocols = [new SslApplicationProtocol(protocol)];
        }
        if (settings.ClientCertificate is { } certificate)
        {
            options.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        }
        return options;
    }
}
