using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Net.Channels;

/// <summary>
/// An <see cref="SslStream"/> that keeps what the peer sent beside its own certificate: intermediates are gone once the handshake is
/// over, and whoever judges the certificate afterwards needs them.
/// </summary>
internal sealed class PeerTlsStream(Stream inner) : SslStream(inner, leaveInnerStreamOpen: true)
{
    /// <summary>Most certificates that are kept; public chains have two or three.</summary>
    private const int MaxKept = 8;

    /// <summary>Certificates the peer sent beside its own, in no particular order; untrusted.</summary>
    public IReadOnlyList<X509Certificate2> PeerIntermediates { get; private set; } = [];

    /// <summary>Takes any certificate, and keeps copies of what came with it: the runtime disposes the originals.</summary>
    public static bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (sender is PeerTlsStream stream && certificate is X509Certificate2 leaf && chain is not null)
        {
            stream.PeerIntermediates =
            [
                .. chain.ChainPolicy.ExtraStore
                    .Where(c => !c.RawDataMemory.Span.SequenceEqual(leaf.RawDataMemory.Span))
                    .Take(MaxKept)
                    .Select(c => X509CertificateLoader.LoadCertificate(c.RawDataMemory.Span)),
            ];
        }

        return true;
    }
}
