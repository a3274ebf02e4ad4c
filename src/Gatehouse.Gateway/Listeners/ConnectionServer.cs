using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Http2.Server;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Channels.ProxyProtocol;
using Gatehouse.Net.Http1;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Listeners;

/// <summary>
/// Serves one accepted connection from its first byte to its last: PROXY protocol, TLS, choice of the HTTP version, then the
/// engine of that version.
/// </summary>
internal sealed partial class ConnectionServer(
    ConnectionServerOptions options,
    NodeCounters counters,
    ConnectionLimits limits,
    KestrelHttp2Server http2,
    TlsServerHandshake tls,
    ILogger<ConnectionServer> logger)
{
    /// <summary>Takes a connection over; on its loop. Never throws.</summary>
    public async Task ServeAsync(Channel channel, ProxyListenerOptions listener, LoopContext context)
    {
        counters.ConnectionAccepted(context.Loop.Index);
        if (context.IsDraining || !limits.TryEnter())
        {
            channel.Abort(ChannelFault.Aborted);
            return;
        }

        counters.ConnectionStarted(context.Loop.Index);
        var place = new ClientPlace(limits);
        try
        {
            await ServeAdmittedAsync(channel, listener, context, place);
        }
        catch (Exception error)
        {
            LogConnectionFailed(error);
            channel.Abort(ChannelFault.Aborted);
        }
        finally
        {
            counters.ConnectionEnded(context.Loop.Index);
            place.Leave();
            limits.Leave();
        }
    }

    private async Task ServeAdmittedAsync(Channel channel, ProxyListenerOptions listener, LoopContext context, ClientPlace place)
    {
        // 1. Who is there, when a load balancer stands in front. From anybody else the header is read and not believed.
        var remote = channel.RemoteEndPoint ?? new IPEndPoint(IPAddress.None, 0);
        var local = channel.LocalEndPoint ?? new IPEndPoint(IPAddress.None, 0);
        bool isTrusted = options.ClientAddresses.IsTrusted(remote.Address);

        // A load balancer is not a client: it has no limit of its own.
        bool isClient = !isTrusted;
        if (listener.ProxyProtocol)
        {
            var preamble = await ProxyHeaderReader.ReadAsync(channel, options.PreambleTimeoutMilliseconds);
            if (preamble.Channel is null)
            {
                return;
            }

            channel = preamble.Channel;
            if (isTrusted && options.ClientAddresses.ReadsProxyHeader && preamble.Header.Source is { } source)
            {
                remote = source;
                isClient = true;
            }
        }

        if (isClient && !place.TryEnter(remote.Address))
        {
            channel.Abort(ChannelFault.Aborted);
            return;
        }

        // 2. TLS.
        string serverName = "", tlsVersion = "", tlsCipher = "";
        bool speaksHttp2 = false;
        PeerCertificate? certificate = null;
        if (listener.Tls)
        {
            if (await PlaintextOnTls.ScreenAsync(channel, options.PreambleTimeoutMilliseconds) is not { } screened)
            {
                return;
            }

            channel = screened;
            var session = await tls.AcceptAsync(channel, context.Snapshot, listener.Http2);
            if (session.Channel is null)
            {
                LogHandshakeFailed(remote.Address, session.Reason);
                return;
            }

            channel = session.Channel;
            tlsVersion = session.Channel.Protocol switch
            {
                SslProtocols.Tls13 => "TLSv1.3",
                SslProtocols.Tls12 => "TLSv1.2",
                var other => other.ToString(),
            };
            tlsCipher = session.Channel.CipherSuite.ToString();
            certificate = session.Channel.RemoteCertificate is { } leaf ? new PeerCertificate(leaf, session.Channel.RemoteIntermediates) : null;
            serverName = session.Channel.ServerName?.TrimEnd('.').ToLowerInvariant() ?? "";
            speaksHttp2 = session.Channel.ApplicationProtocol == SslApplicationProtocol.Http2;
        }
        else if (listener.Http2)
        {
            // 3. HTTP/2 by prior knowledge shows in the first bytes.
            (channel, speaksHttp2) = await Http2Preface.DetectAsync(channel, options.PreambleTimeoutMilliseconds);
        }

        var connection = new ClientConnection
        {
            RemoteAddress = remote.Address,
            RemotePort = remote.Port,
            LocalAddress = local.Address,
            LocalPort = local.Port,
            IsTls = listener.Tls,
            ServerName = serverName,
            TlsVersion = tlsVersion,
            TlsCipher = tlsCipher,
            ClientCertificate = certificate,
            IsTrusted = isTrusted,
        };
        if (speaksHttp2)
        {
            await (http2.Adopt(channel, connection) ?? Task.CompletedTask);
            return;
        }

        await ServeHttp1Async(channel, connection, context);
    }

    private async Task ServeHttp1Async(Channel channel, ClientConnection client, LoopContext context)
    {
        var application = new Http1Application(context, new PeerState(client), counters);
        var connection = new Http1ServerConnection(channel, application, options.Http1);
        context.Connections.Add(connection);
        try
        {
            if (context.IsDraining)
            {
                // The drain came during the handshake and could not see this connection yet.
                connection.Drain();
            }

            await connection.RunAsync();
        }
        finally
        {
            application.Abandon();
            context.Connections.Remove(connection);
        }
    }

    [LoggerMessage(EventId = 1101, Level = LogLevel.Error, Message = "A client connection failed inside the gateway")]
    private partial void LogConnectionFailed(Exception error);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Debug, Message = "TLS handshake with {Peer} failed: {Reason}")]
    private partial void LogHandshakeFailed(IPAddress peer, string? reason);
}
