using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Forwarding;
using Gatehouse.Gateway.Hygiene;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Net.Http1;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Listeners;

/// <summary>
/// Turns what an HTTP/1.x connection receives into exchanges on the road. An exchange is taken from the loop's stock when a
/// request begins and given back after its log phase, so that idle connections cost no exchange.
/// </summary>
internal sealed class Http1Application(LoopContext context, PeerState peer, NodeCounters counters) : IHttp1Application
{
    private readonly Http1Downstream _downstream = new();
    private ProxyExchange? _exchange;

    /// <inheritdoc/>
    public void OnRequestLine(in Http1RequestLine line)
    {
        var request = Current().Request;
        request.Method = RequestMethod.From(line.Method);
        request.Version = 10 + line.MinorVersion;
        request.SetTarget(line.Target, line.Path, line.Query, line.HasQuery);
        if (!line.Authority.IsEmpty)
        {
            request.SetAuthority(line.Authority);
        }
    }

    /// <inheritdoc/>
    public void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Current().Request.Headers.Add(name, value);

    /// <inheritdoc/>
    public void OnTrailer(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!ProtectedHeaders.IsGatewayOwned(name))
        {
            _exchange?.Request.Trailers.Add(name, value);
        }
    }

    /// <inheritdoc/>
    public ValueTask OnRequestAsync(Http1ServerConnection connection)
    {
        var exchange = Start(connection);
        var request = exchange.Request;
        request.HasBody = !connection.IsRequestBodyComplete;
        request.ContentLength = connection.RequestBodyKind switch
        {
            Http1BodyKind.Length => connection.RequestContentLength,
            Http1BodyKind.Chunked => null,
            _ => 0,
        };
        if (exchange.Settings.ClientMaxBodySize > 0)
        {
            connection.MaxRequestBodyBytes = exchange.Settings.ClientMaxBodySize;
        }

        if (request.Authority.IsEmpty && request.Headers.TryGet(HeaderNames.Host, out var host))
        {
            request.SetAuthority(host);
        }

        exchange.IsUpgrade = connection.IsUpgradeRequested && !ConnectionTokens.AsksForHttp2(request.Headers);
        return FinishAsync(exchange, exchange.RunAsync());
    }

    /// <inheritdoc/>
    public ValueTask OnRejectedAsync(Http1ServerConnection connection, Http1Rejection reason)
    {
        var exchange = Start(connection);
        if (exchange.Request.Authority.IsEmpty && exchange.Request.Headers.TryGet(HeaderNames.Host, out var host))
        {
            exchange.Request.SetAuthority(host);
        }

        exchange.Request.SetPathAsSent();
        return FinishAsync(exchange, exchange.RejectAsync(RejectionReasons.From(reason)));
    }

    /// <inheritdoc/>
    public void OnClientGone() => _exchange?.LoseClient();

    /// <summary>
    /// The connection has ended. Inside a head an exchange is at hand that never became a request: without this it would hold
    /// its snapshot for ever.
    /// </summary>
    public void Abandon()
    {
        if (_exchange is { } exchange)
        {
            _exchange = null;
            context.Return(exchange);
        }
    }

    private ProxyExchange Current() => _exchange ??= context.Rent();

    private ProxyExchange Start(Http1ServerConnection connection)
    {
        var exchange = Current();
        _downstream.Attach(connection);
        exchange.Attach(peer, _downstream);
        exchange.Timings.Started = connection.RequestStartedTimestamp;
        peer.Connection.Requests++;
        counters.RequestStarted(context.Loop.Index);
        return exchange;
    }

    private ValueTask FinishAsync(ProxyExchange exchange, ValueTask running)
    {
        if (running.IsCompletedSuccessfully)
        {
            running.GetAwaiter().GetResult();
            Release(exchange);
            return ValueTask.CompletedTask;
        }

        return AwaitAsync(exchange, running);
    }

    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    private async ValueTask AwaitAsync(ProxyExchange exchange, ValueTask running)
    {
        await running.ConfigureAwait(false);
        Release(exchange);
    }

    private void Release(ProxyExchange exchange)
    {
        counters.RequestEnded(context.Loop.Index);
        _exchange = null;
        context.Return(exchange);
    }
}
