using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using Gatehouse.Core.Exchanges;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Http2.Server;

/// <summary>A channel as a connection of Kestrel. Made on the loop of the channel, disposed of by Kestrel.</summary>
internal sealed class AdoptedConnection : ConnectionContext
{
    private static long _lastId;

    private readonly Channel _channel;
    private readonly ChannelDuplexPipe _pipe;
    private readonly CancellationTokenSource _closed = new();
    private readonly ILogger _logger;
    private Task _running = Task.CompletedTask;

    public AdoptedConnection(Channel channel, ClientConnection client, Http2ServerLimits limits, ILogger logger)
    {
        _channel = channel;
        _logger = logger;
        _pipe = new ChannelDuplexPipe(channel, new FrameGuard(limits.Frames));
        Client = client;
        Transport = _pipe;
        ConnectionId = "h2-" + Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);
        ConnectionClosed = _closed.Token;
        Features.Set(this);
        if (client.IsTls)
        {
            // Only says that there is TLS and that it chose h2, so that ":scheme https" is right: the handshake was ours.
            var tls = new AdoptedTls();
            Features.Set<ITlsConnectionFeature>(tls);
            Features.Set<ITlsApplicationProtocolFeature>(tls);
        }
    }

    /// <summary>What the road knows of the connection.</summary>
    public ClientConnection Client { get; }

    /// <summary>The loop that exchanges of this connection run on.</summary>
    public Loop Loop => _channel.Loop;

    public override string ConnectionId { get; set; }

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new ConnectionItems();

    public override IDuplexPipe Transport { get; set; }

    public override CancellationToken ConnectionClosed { get; set; }

    public override EndPoint? RemoteEndPoint
    {
        get => new IPEndPoint(Client.RemoteAddress, Client.RemotePort);
        set => throw new NotSupportedException();
    }

    public override EndPoint? LocalEndPoint
    {
        get => new IPEndPoint(Client.LocalAddress, Client.LocalPort);
        set => throw new NotSupportedException();
    }

    /// <summary>Moves bytes until the connection has ended. On the loop.</summary>
    public Task ServeAsync() => _running = RunAsync();

    public override void Abort(ConnectionAbortedException abortReason)
        => Loop.Post(static state => ((Channel)state!).Abort(ChannelFault.Aborted), _channel);

    public override async ValueTask DisposeAsync()
    {
        await _pipe.Input.CompleteAsync().ConfigureAwait(false);
        await _pipe.Output.CompleteAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _closed.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        await _pipe.RunAsync();
        if (_pipe.Violation != FrameViolation.None)
        {
            Http2Log.OverBudget(_logger, Client.RemoteAddress, _pipe.Violation);
        }

        // Kestrel's callbacks walk all its streams: not on the loop. The dispose above waits for this method, so the source lives.
        await Task.Run(_closed.Cancel).ConfigureAwait(false);
    }
}
