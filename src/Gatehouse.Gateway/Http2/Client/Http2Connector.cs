using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Gatehouse.Net.Channels;

namespace Gatehouse.Gateway.Http2.Client;

/// <summary>
/// Opens connections for <see cref="SocketsHttpHandler"/>: to the address that the balancer chose, with the TLS identity that
/// the service asks for, and with failures that can be told apart.
/// </summary>
internal sealed class Http2Connector(TlsClientSettings? tls, ConnectionQuota quota)
{
    private readonly SslClientAuthenticationOptions? _tls =
        tls is null ? null : TlsClientOptions.For(tls with { ApplicationProtocol = "h2" });

    /// <summary>Where and how long: travels with the request that made the handler open a connection.</summary>
    public static HttpRequestOptionsKey<ConnectOrder> Order { get; } = new("gatehouse-connect");

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        if (!context.InitialRequestMessage.Options.TryGetValue(Order, out var order))
        {
            throw new UpstreamException(UpstreamOutcome.ConnectFailed);
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(order.TimeoutMilliseconds);
        var stream = await OpenAsync(order.EndPoint, deadline.Token).ConfigureAwait(false);
        return _tls is null ? stream : await SecureAsync(stream, deadline.Token).ConfigureAwait(false);
    }

    private async Task<Stream> OpenAsync(IPEndPoint endPoint, CancellationToken deadline)
    {
        if (!quota.TryTake())
        {
            throw new UpstreamException(UpstreamOutcome.ConnectFailed);
        }

        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, deadline).ConfigureAwait(false);
            return new CountedStream(socket, quota);
        }
        catch (Exception e)
        {
            quota.Release();
            socket.Dispose();
            throw new UpstreamException(
                e is OperationCanceledException || e is SocketException { SocketErrorCode: SocketError.TimedOut }
                    ? UpstreamOutcome.ConnectTimeout
                    : UpstreamOutcome.ConnectFailed,
                e);
        }
    }

    private async Task<Stream> SecureAsync(Stream stream, CancellationToken deadline)
    {
        var secured = new SslStream(stream);
        try
        {
            await secured.AuthenticateAsClientAsync(_tls!, deadline).ConfigureAwait(false);
            return secured.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2
                ? secured
                : throw new AuthenticationException("The upstream did not negotiate h2.");
        }
        catch (Exception e)
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            throw new UpstreamException(
                e is OperationCanceledException ? UpstreamOutcome.ConnectTimeout : UpstreamOutcome.TlsFailed, e);
        }
    }

    /// <param name="EndPoint">The address that the balancer chose.</param>
    /// <param name="TimeoutMilliseconds">For TCP and TLS together.</param>
    internal readonly record struct ConnectOrder(IPEndPoint EndPoint, int TimeoutMilliseconds);
}
