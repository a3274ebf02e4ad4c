using System.Net;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Http1;
using Gatehouse.Net.Loops;

namespace Gatehouse.Echo;

/// <summary>Serves the echo upstream on the loops of the node (<c>echo_listen</c>).</summary>
internal sealed class EchoServer(LoopGroup loops) : IDisposable
{
    private readonly List<ChannelListener> _listeners = [];

    /// <summary>Binds the addresses; throws <see cref="System.Net.Sockets.SocketException"/> when one cannot be bound.</summary>
    public void Start(IEnumerable<IPEndPoint> endPoints)
    {
        foreach (var endPoint in endPoints)
        {
            _listeners.Add(loops.Listen(endPoint, new ListenOptions(), Serve));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listeners.ForEach(l => l.Dispose());

    private static void Serve(Channel channel)
        => _ = new Http1ServerConnection(channel, new EchoApplication(), new Http1ServerLimits()).RunAsync();
}
