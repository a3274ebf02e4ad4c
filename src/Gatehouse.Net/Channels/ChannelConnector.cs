using System.Net;
using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Channels;

/// <summary>Connects on whatever kind of loop it is given.</summary>
internal sealed class ChannelConnector : IChannelConnector
{
    public ValueTask<ConnectOutcome> ConnectAsync(
        Loop loop, IPEndPoint endPoint, TlsClientSettings? tls, int timeoutMilliseconds)
    {
        ArgumentNullException.ThrowIfNull(loop);
        ArgumentNullException.ThrowIfNull(endPoint);
        return tls is null
            ? ConnectPlainAsync(loop, endPoint, timeoutMilliseconds)
            : ConnectTlsAsync(loop, endPoint, tls, timeoutMilliseconds);
    }

    private static async ValueTask<ConnectOutcome> ConnectTlsAsync(
        Loop loop, IPEndPoint endPoint, TlsClientSettings tls, int timeoutMilliseconds)
    {
        long start = loop.NowMilliseconds;
        (Channel? plain, ChannelFault fault) = await ConnectPlainAsync(loop, endPoint, timeoutMilliseconds);
        if (plain is null)
        {
            return new ConnectOutcome(null, fault);
        }
        // One allowance for both: the caller asked how long until it can send.
        int left = (int)Math.Max(1, timeoutMilliseconds - (loop.NowMilliseconds - start));
        TlsHandshakeResult result = await TlsHandshake.ConnectAsync(plain, tls, left);
        return new ConnectOutcome(result.Channel, result.Fault, result.Reason);
    }

    private static ValueTask<ConnectOutcome> ConnectPlainAsync(Loop loop, IPEndPoint endPoint, int timeoutMilliseconds)
        => loop switch
        {
            EpollLoop epoll => EpollConnect.StartAsync(epoll, endPoint, timeoutMilliseconds),
            PortableLoop portable => SocketConnect.StartAsync(portable, endPoint, timeoutMilliseconds),
            _ => throw new ArgumentException("This loop has no sockets.", nameof(loop)),
        };
}
