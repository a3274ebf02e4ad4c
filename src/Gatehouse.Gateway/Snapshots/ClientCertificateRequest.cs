using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>How clients are asked for a certificate: with names of CAs, or without.</summary>
internal sealed class ClientCertificateRequest(IReadOnlyList<X509Certificate2> authorities)
{
    private readonly ConditionalWeakTable<SslStreamCertificateContext, SslStreamCertificateContext> _contexts = [];

    /// <summary>Names no CA.</summary>
    public static ClientCertificateRequest Unnamed { get; } = new([]);

    /// <summary>The server's certificate, with the CAs that the handshake shall name. The names are a hint to clients and no trust.</summary>
    public SslStreamCertificateContext ContextOf(SslStreamCertificateContext certificate)
        => authorities.Count == 0 ? certificate : _contexts.GetValue(certificate, WithNames);

    private SslStreamCertificateContext WithNames(SslStreamCertificateContext certificate)
        => SslStreamCertificateContext.Create(
            certificate.TargetCertificate,
            new X509Certificate2Collection(certificate.IntermediateCertificates.ToArray()),
            offline: true,
            SslCertificateTrust.CreateForX509Collection(new X509Certificate2Collection(authorities.ToArray()), sendTrustInHandshake: true));
}
