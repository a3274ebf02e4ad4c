using Gatehouse.Core.Exchanges;
using Gatehouse.Net.Channels;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gatehouse.Gateway.Http2.Server;

/// <summary>
/// Serves HTTP/2 on connections that our own listeners accepted (ADR 0004): after TLS that negotiated h2, or in plaintext after
/// the client's preface. It opens no socket.
/// </summary>
internal sealed class KestrelHttp2Server : IAsyncDisposable
{
    private readonly AdoptionListener _listener = new();
    private readonly Http2ServerLimits _limits;
    private readonly ILogger _logger;
    private readonly Http2Application _application;
    private readonly KestrelServer _server;

    public KestrelHttp2Server(IHttp2ExchangeHandler handler, Http2ServerLimits limits, ILoggerFactory loggers)
    {
        _limits = limits;
        _logger = loggers.CreateLogger<KestrelHttp2Server>();
        _application = new Http2Application(handler, _logger);
        _server = new KestrelServer(Options.Create(KestrelSettings.From(limits, _listener.EndPoint)), _listener, loggers);
    }

    /// <summary>Makes the server ready to adopt.</summary>
    public Task StartAsync(CancellationToken cancellation = default) => _server.StartAsync(_application, cancellation);

    /// <summary>
    /// Takes a channel over, preface unread. On the channel's loop. The task ends with the connection; null when the server is
    /// stopping: the channel is closed then.
    /// </summary>
    public Task? Adopt(Channel channel, ClientConnection client)
    {
        var connection = new AdoptedConnection(channel, client, _limits, _logger);

        // Before anybody else can see it: Kestrel may be done with it before this method is.
        var serving = connection.ServeAsync();
        if (_listener.TryAdopt(connection))
        {
            return serving;
        }

        _ = connection.DisposeAsync().AsTask();
        return null;
    }

    /// <summary>
    /// Sends GOAWAY on every connection, lets streams that have begun finish, and aborts what is left when
    /// <paramref name="limit"/> is cancelled.
    /// </summary>
    public Task StopAsync(CancellationToken limit) => _server.StopAsync(limit);

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        _server.Dispose();
    }
}
