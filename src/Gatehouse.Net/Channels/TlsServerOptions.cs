using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Net.Channels;

/// <summary>Makes the options of a TLS server once per certificate: they carry the session cache, so they are to be kept.</summary>
public static class TlsServerOptions
{
    /// <summary>TLS 1.2 and 1.3, as Kong's <c>ssl_protocols</c> has it by default.</summary>
    public const SslProtocols DefaultProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>Makes the options.</summary>
    /// <param name="certificate">Certificate with its key and intermediates.</param>
    /// <param name="protocols">Versions offered.</param>
    /// <param name="applicationProtocols">ALPN names in order of preference; empty to do without.</param>
    /// <param name="requestClientCertificate">
    /// Whether a client certificate is asked for. It is taken unseen: whoever asks for it judges
    /// <see cref="TlsChannel.RemoteCertificate"/> by rules that differ from route to route. Sessions are not resumed then.
    /// </param>
    public static SslServerAuthenticationOptions Create(
        SslStreamCertificateContext certificate,
        SslProtocols protocols,
        IEnumerable<SslApplicationProtocol> applicationProtocols,
        bool requestClientCertificate = false)
    {
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate,
            EnabledSslProtocols = protocols,
            ApplicationProtocols = [.. applicationProtocols],
            // A client could ask for handshake after handshake on one connection.
            AllowRenegotiation = false,
            ClientCertificateRequired = requestClientCertificate,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            // Building a chain must never go to the network on a loop's thread.
            CertificateChainPolicy = new X509ChainPolicy
            {
                DisableCertificateDownloads = true,
                RevocationMode = X509RevocationMode.NoCheck,
            },
        };
        if (requestClientCertificate)
        {
            options.RemoteCertificateValidationCallback = PeerTlsStream.Accept;

            // A resumed session brings the certificate of the one it resumes, without proof of its key and whatever name that was
            // for (CVE-2025-23419). Whoever asks for certificates pays for whole handshakes.
            options.AllowTlsResume = false;
        }

        return options;
    }
}
