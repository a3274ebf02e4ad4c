using System.Net;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Listeners;

/// <summary>The proxy's addresses: bound on start, closed first when the node drains.</summary>
internal sealed class ProxyListeners(LoopGroup group, IReadOnlyList<LoopContext> contexts, ConnectionServer server)
{
    private readonly List<ChannelListener> _bound = [];

    /// <summary>Addresses with their real ports, in the order given.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints => [.. _bound.Select(l => l.EndPoint)];

    /// <summary>Binds all addresses; throws <see cref="System.Net.Sockets.SocketException"/> when one cannot be bound.</summary>
    public void Start(IEnumerable<ProxyListenerOptions> listeners)
    {
        foreach (var listener in listeners)
        {
            var options = listener.Backlog is { } backlog ? new ListenOptions { Backlog = backlog } : new ListenOptions();
            _bound.Add(group.Listen(
                listener.EndPoint,
                options,
                channel => _ = server.ServeAsync(channel, listener, contexts[channel.Loop.Index])));
        }
    }

    /// <summary>Stops accepting; what waits in the accept queues is still served.</summary>
    public Task StopAsync() => Task.WhenAll(_bound.Select(l => l.StopAsync()));
}
