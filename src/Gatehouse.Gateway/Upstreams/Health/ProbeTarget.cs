using System.Net;
using System.Text;
using Gatehouse.Net.Channels;

namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>Everything a probe of one address needs, made when its policy changes.</summary>
internal sealed class ProbeTarget
{
    /// <param name="peer">The address with the name it is asked under.</param>
    /// <param name="checks">How.</param>
    /// <param name="trust">Whom to trust where the check says nothing.</param>
    public ProbeTarget(UpstreamPeer peer, ActiveChecks checks, ProbeTrust trust)
    {
        Peer = peer;
        Checks = checks;
        bool isTls = checks.Type is "https" or "grpcs";
        IsGrpc = checks.Type is "grpc" or "grpcs";
        Host = Encoding.UTF8.GetString(peer.HostField(isTls ? 443 : 80));
        Uri = new Uri($"{(isTls ? "https" : "http")}://{peer.EndPoint}{(IsGrpc ? "/grpc.health.v1.Health/Check" : checks.Path)}");
        Tls = !isTls ? null : new TlsClientSettings
        {
            ServerName = checks.ServerName ?? peer.HostName,
            Verify = checks.Verify,
            VerifyDepth = trust.VerifyDepth,
            TrustedRoots = trust.Roots,
            ClientCertificate = trust.ClientCertificate,
            ApplicationProtocol = IsGrpc ? "h2" : "http/1.1",
        };
    }

    /// <summary>The address with the name it is asked under.</summary>
    public UpstreamPeer Peer { get; }

    /// <summary>How.</summary>
    public ActiveChecks Checks { get; }

    /// <summary>Where to connect.</summary>
    public IPEndPoint EndPoint => Peer.EndPoint;

    /// <summary>Whether the gRPC health protocol is spoken.</summary>
    public bool IsGrpc { get; }

    /// <summary>Value of Host.</summary>
    public string Host { get; }

    /// <summary>Scheme, address, path.</summary>
    public Uri Uri { get; }

    /// <summary>Null = no TLS.</summary>
    public TlsClientSettings? Tls { get; }
}
