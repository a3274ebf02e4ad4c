using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Net.Channels;

namespace Gatehouse.Gateway.Listeners;

/// <summary>
/// Ends TLS of client connections: the certificate by server name from the snapshot of the moment, ALPN by what the listener
/// offers. Options are kept per certificate, because they carry the session cache; where a client certificate is asked for, nothing is
/// resumed and nothing kept.
/// </summary>
internal sealed class TlsServerHandshake(SslProtocols protocols)
{
    /// <summary>nginx gives a handshake client_header_timeout, 60 s; nobody needs that long.</summary>
    private const int TimeoutMilliseconds = 10_000;

    private static readonly SslApplicationProtocol[] Http1Only = [SslApplicationProtocol.Http11];
    private static readonly SslApplicationProtocol[] Http2First = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    private readonly ConditionalWeakTable<SslStreamCertificateContext, SslServerAuthenticationOptions> _http1 = [];
    private readonly ConditionalWeakTable<SslStreamCertificateContext, SslServerAuthenticationOptions> _http2 = [];

    /// <summary>Waits for the handshake of an accepted connection. A failed one has closed the channel.</summary>
    public async ValueTask<TlsHandshakeResult> AcceptAsync(Channel channel, Snapshot snapshot, bool offersHttp2)
        => await TlsHandshake.AcceptAsync(
            channel, name => OptionsFor(snapshot, name, offersHttp2), TimeoutMilliseconds);

    private SslServerAuthenticationOptions OptionsFor(Snapshot snapshot, string? name, bool offersHttp2)
    {
        var certificate = snapshot.Certificates.Find(name);
        return snapshot.ClientCertificates.For(name) is { } request
            ? TlsServerOptions.Create(request.ContextOf(certificate), protocols, offersHttp2 ? Http2First : Http1Only, requestClientCertificate: true)
            : OptionsFor(certificate, offersHttp2);
    }

    private SslServerAuthenticationOptions OptionsFor(SslStreamCertificateContext certificate, bool offersHttp2)
        => offersHttp2
            ? _http2.GetValue(certificate, c => TlsServerOptions.Create(c, protocols, Http2First))
            : _http1.GetValue(certificate, c => TlsServerOptions.Create(c, protocols, Http1Only));
}
