using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Gatehouse.Gateway.Http2.Server;

/// <summary>Queue between our listeners and Kestrel's accept loop; both its factory and its only listener.</summary>
internal sealed class AdoptionListener : IConnectionListenerFactory, IConnectionListener
{
    private readonly Channel<ConnectionContext> _adopted =
        Channel.CreateUnbounded<ConnectionContext>(new UnboundedChannelOptions { SingleReader = true });

    public EndPoint EndPoint { get; } = new AdoptionEndPoint();

    /// <summary>Hands a connection over; false when the server no longer takes any. The queue holds what listeners have admitted, so their limits bound it.</summary>
    public bool TryAdopt(ConnectionContext connection) => _adopted.Writer.TryWrite(connection);

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
        => ValueTask.FromResult<IConnectionListener>(this);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _adopted.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_adopted.Reader.TryRead(out var connection))
            {
                return connection;
            }
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _adopted.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => UnbindAsync();
}
