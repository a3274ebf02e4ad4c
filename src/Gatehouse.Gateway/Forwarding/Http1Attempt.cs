using System.Runtime.CompilerServices;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Http1;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Forwarding;

/// <summary>
/// One attempt to have an HTTP/1.1 upstream answer an exchange. The long algorithm of the road; the steps are numbered as in
/// the picture.
/// </summary>
/// <remarks>
/// <code>
///   client ──(3 body, pump)──────────────►┐
///                                         ▼
///        1 rent ─► 2 head ─────────► upstream connection ─► 4 head ─► 5 plugins ─► 6 relay ─► 7 give back
///                                                            │ 1xx: 4a pass on, read again
///                                                            │ 101: 4b tunnel
///   client ◄─────────────────────────────────────────────────┴──────────────────────┘
/// </code>
/// Reused from request to request; belongs to one exchange.
/// </remarks>
internal sealed class Http1Attempt
{
    private readonly ProxyExchange _exchange;
    private readonly RequestBodyPump _pump;
    private readonly Http1ResponseSink _sink;
    private readonly ChannelDeadline _deadline;
    private bool _isPumping;
    private ValueTask _pumping;

    public Http1Attempt(ProxyExchange exchange)
    {
        _exchange = exchange;
        _pump = new RequestBodyPump(exchange);
        _sink = new Http1ResponseSink(exchange);
        _deadline = exchange.Deadline;
    }

    /// <summary>Whether the request could be sent once more: what was read of its body is still at hand.</summary>
    public bool IsRepeatable => _pump.IsRepeatable;

    /// <summary>Forgets the previous exchange.</summary>
    public void Reset()
    {
        _pump.Reset();
        _isPumping = false;
        _pumping = default;
    }

    /// <summary>Runs the attempt. Nothing has reached the client unless the outcome says completed or truncated.</summary>
    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    public async ValueTask<AttemptOutcome> RunAsync(UpstreamPeer peer, bool fresh)
    {
        // 1. A connection of this loop.
        var service = _exchange.ServiceState!;
        var key = peer.PoolKey(service.Tls);
        var lease = await _exchange.Context.Pool.RentAsync(key, service.ConnectTimeout, fresh);
        if (lease.Connection is not { } connection)
        {
            _exchange.TryFailure = lease.Reason ?? ConnectFailure.Describe(lease.Fault);
            return lease.Fault switch
            {
                ChannelFault.Timeout => AttemptOutcome.ConnectTimeout,
                ChannelFault.Tls => AttemptOutcome.TlsFailed,
                _ => AttemptOutcome.ConnectFailed,
            };
        }

        _exchange.Mark(ref _exchange.Timings.UpstreamConnected);
        _deadline.Watch(connection.Channel);
        AttemptOutcome outcome;
        try
        {
            outcome = await ExchangeAsync(connection, peer, lease.IsReused).ConfigureAwait(false);
        }
        catch
        {
            // A plugin's defect. Neither the connection nor a pump may outlive the exchange that owns them.
            await EndAsync(key, connection, failed: true).ConfigureAwait(false);
            throw;
        }

        await EndAsync(key, connection, failed: false).ConfigureAwait(false);
        return outcome;
    }

    /// <summary>7. Back to the pool when both messages are complete, else closed; the pool decides.</summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    private async ValueTask EndAsync(Http1PoolKey key, Http1ClientConnection connection, bool failed)
    {
        _deadline.Release();
        try
        {
            if (_isPumping)
            {
                // It waits for the client or for the upstream; both waits end here.
                _isPumping = false;
                _pump.Cancel();
                connection.Abort(ChannelFault.Aborted);
                await _pumping.ConfigureAwait(false);
            }
        }
        finally
        {
            // The pump may have armed it once more on its way out.
            _deadline.Release();
            if (failed)
            {
                connection.Abort(ChannelFault.Aborted);
            }

            _exchange.Context.Pool.Return(key, connection);
        }
    }

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private async ValueTask<AttemptOutcome> ExchangeAsync(Http1ClientConnection connection, UpstreamPeer peer, bool isReused)
    {
        if (_exchange.IsClientGone)
        {
            // Left while we connected: nothing was sent.
            connection.Abort(ChannelFault.Aborted);
            return AttemptOutcome.ClientFailed;
        }

        // 2. The head, and as much of the body as is here, in one write.
        var service = _exchange.ServiceState!;
        WriteHead(connection, peer);
        _deadline.Start(service.WriteTimeout);
        if (!await SendAsync(connection).ConfigureAwait(false))
        {
            // Not necessarily lost: an upstream may answer early and close (RFC 9112 §9.3): look for an answer.
            if (Failure() is { } failure)
            {
                return failure;
            }
        }

        _exchange.Mark(ref _exchange.Timings.UpstreamSent);

        // 3. The rest of the body follows by itself.
        if (_exchange.Request.HasBody && !_pump.IsSent)
        {
            _isPumping = true;
            _pumping = _pump.RunAsync(_deadline, service.WriteTimeout, service.ReadTimeout);
            if (_pumping.IsCompletedSuccessfully)
            {
                await _pumping;
                _isPumping = false;
            }
        }
        else
        {
            _deadline.Start(service.ReadTimeout);
        }

        // 4. The head of the answer.
        while (true)
        {
            var result = await connection.ReadHeadAsync(_sink).ConfigureAwait(false);
            if (result == Http1ResponseResult.Interim)
            {
                await PassInterimAsync();
                continue;
            }

            _deadline.Stop();
            if (result == Http1ResponseResult.SwitchingProtocols)
            {
                return await TunnelAsync(connection);
            }

            if (result != Http1ResponseResult.Final)
            {
                return Failure() ?? OutcomeOf(result, connection, isReused);
            }

            break;
        }

        _exchange.Mark(ref _exchange.Timings.UpstreamHead);
        _exchange.UpstreamStatus = _exchange.Response.Status;
        _sink.Finish();
        _exchange.Response.ContentLength = connection.BodyKind switch
        {
            Http1BodyKind.Length => connection.ContentLength,
            Http1BodyKind.None => 0,
            _ => null,
        };

        // 5. and 6. Plugins see the head, then the body flows.
        var outcome = await _exchange.Relay.RunAsync(new Http1ResponseSource(connection)).ConfigureAwait(false);
        return outcome == AttemptOutcome.Completed ? outcome : Failure() ?? outcome;
    }

    private void WriteHead(Http1ClientConnection connection, UpstreamPeer peer)
    {
        var request = _exchange.Request;
        connection.StartHead(request.Method.Bytes, _exchange.UpstreamTarget);
        var writer = new Http1HeaderWriter(connection);
        UpstreamRequestHeaders.Write(_exchange, _exchange.UpstreamHost(peer), ref writer);
        var kind = (request.HasBody, request.ContentLength) switch
        {
            (false, 0) when request.Headers.Contains(HeaderNames.ContentLength) => Http1BodyKind.Length,
            (false, _) => Http1BodyKind.None,
            (true, null) => Http1BodyKind.Chunked,
            _ => Http1BodyKind.Length,
        };
        connection.EndHead(kind, request.ContentLength ?? 0);
    }

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private async ValueTask<bool> SendAsync(Http1ClientConnection connection)
    {
        if (!_exchange.Request.HasBody)
        {
            return await connection.CompleteAsync().ConfigureAwait(false);
        }

        if (await _pump.FillAsync(connection).ConfigureAwait(false) && _exchange.Request.Trailers.Count == 0)
        {
            bool sent = await connection.CompleteAsync().ConfigureAwait(false);
            _pump.MarkSent();
            return sent;
        }

        return !_pump.ClientFailed && !_pump.StoppedByPlugin && await connection.FlushAsync().ConfigureAwait(false);
    }

    private async ValueTask PassInterimAsync()
    {
        // 4a. 100 Continue was the gateway's own to send; others (103) travel on.
        if (_exchange.Response.Status != 100)
        {
            _sink.Finish();
            await _exchange.Downstream.SendInterimAsync(_exchange.Response.Status, _exchange.Response.Headers);
        }
    }

    private async ValueTask<AttemptOutcome> TunnelAsync(Http1ClientConnection connection)
    {
        // 4b. Only now, after the upstream's 101, do the connections become a tunnel (CVE-2026-2833, CVE-2024-23326).
        if (!ConnectionTokens.OffersUpgrade(_exchange.Request.Headers, _exchange.Response.Headers))
        {
            connection.Abort(ChannelFault.Aborted);
            return AttemptOutcome.InvalidResponse;
        }

        _exchange.Mark(ref _exchange.Timings.UpstreamHead);
        _exchange.UpstreamStatus = 101;
        _sink.Finish();
        return await TunnelRelay.RunAsync(_exchange, connection, _deadline);
    }

    /// <summary>Failures that are not the upstream's, whatever it looked like from its connection.</summary>
    private AttemptOutcome? Failure()
        => _pump.StoppedByPlugin ? AttemptOutcome.AnsweredByPlugin
            : _pump.ClientFailed ? AttemptOutcome.ClientFailed
            : null;

    private static AttemptOutcome OutcomeOf(Http1ResponseResult result, Http1ClientConnection connection, bool isReused)
        => result switch
        {
            _ when connection.Channel.Fault == ChannelFault.Timeout => AttemptOutcome.Timeout,
            Http1ResponseResult.ClosedBeforeResponse when isReused => AttemptOutcome.StaleConnection,
            Http1ResponseResult.Malformed or Http1ResponseResult.TooLarge => AttemptOutcome.InvalidResponse,
            Http1ResponseResult.Truncated => AttemptOutcome.InvalidResponse,
            _ => AttemptOutcome.ResetBeforeResponse,
        };
}
