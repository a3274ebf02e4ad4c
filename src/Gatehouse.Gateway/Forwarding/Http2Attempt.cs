using System.Buffers;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Http2.Client;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Gateway.Upstreams;

namespace Gatehouse.Gateway.Forwarding;

/// <summary>
/// One attempt to have an HTTP/2 upstream answer an exchange (services of protocol grpc and grpcs). Both directions stream at
/// once; trailers arrive where they belong.
/// </summary>
internal sealed class Http2Attempt(ProxyExchange exchange)
{
    private const int PieceBytes = 16 * 1024;

    private static readonly Func<ReadOnlySpan<byte>, ReadOnlySpan<byte>, int, bool> IsNotRelayed =
        static (name, _, _) => (HeaderDispositions.Of(name)
            & (HeaderDisposition.Drop | HeaderDisposition.OwnedInResponse)) is var d
            && d != 0 && name.Length != 3;

    private readonly HeaderMap _headers = new();
    private Http2UpstreamCall? _call;
    private bool _clientFailed, _stoppedByPlugin, _isOver;
    private long _total;

    /// <summary>Whether nothing of the request body was taken yet.</summary>
    public bool IsRepeatable => _total == 0;

    /// <summary>Forgets the previous exchange.</summary>
    public void Reset()
    {
        _headers.Clear();
        _call = null;
        _clientFailed = _stoppedByPlugin = _isOver = false;
        _total = 0;
    }

    /// <summary>Gives the call under way up: nobody wants its answer.</summary>
    public void Cancel() => _call?.Abort();

    /// <summary>Runs the attempt. Nothing has reached the client unless the outcome says completed or truncated.</summary>
    public async ValueTask<AttemptOutcome> RunAsync(UpstreamPeer peer)
    {
        var key = peer.PoolKey(exchange.ServiceState!.Tls);
        using var call = exchange.Context.Http2Clients.For(key.Tls).NewCall();
        _call = call;
        var sending = Send(call, peer);
        var pumping = exchange.Request.HasBody ? PumpAsync(call) : Task.CompletedTask;
        exchange.Mark(ref exchange.Timings.UpstreamSent);
        AttemptOutcome outcome;
        try
        {
            outcome = await AnswerAsync(call, await sending);
        }
        catch
        {
            await StopAsync(call, pumping);
            throw;
        }

        await StopAsync(call, pumping);
        return outcome;
    }

    /// <summary>No pump outlives its attempt: whether it waits for the client or for the upstream, the wait ends.</summary>
    private async Task StopAsync(Http2UpstreamCall call, Task pumping)
    {
        if (!pumping.IsCompleted)
        {
            _isOver = true;
            call.Abort();
            exchange.Downstream.CancelBodyRead();
        }

        await pumping;
        _isOver = false;
    }

    private ValueTask<UpstreamOutcome> Send(Http2UpstreamCall call, UpstreamPeer peer)
    {
        var service = exchange.ServiceState!;
        _headers.Clear();
        var writer = new HeaderMapWriter(_headers);
        var host = exchange.UpstreamHost(peer);
        UpstreamRequestHeaders.Write(exchange, host, ref writer);
        return call.SendAsync(
            new Http2UpstreamRequest
            {
                EndPoint = peer.EndPoint,
                Method = exchange.Request.Method,
                Authority = host,
                Target = exchange.UpstreamTarget,
                Headers = _headers,
                HasBody = exchange.Request.HasBody,
                ContentLength = exchange.Request.ContentLength,
                ConnectTimeoutMilliseconds = service.ConnectTimeout,
                IdleTimeoutMilliseconds = service.ReadTimeout,
            },
            exchange.Response);
    }

    private async ValueTask<AttemptOutcome> AnswerAsync(Http2UpstreamCall call, UpstreamOutcome outcome)
    {
        if (outcome != UpstreamOutcome.Success)
        {
            exchange.Response.Reset();
            exchange.TryFailure = call.Reason;
            return _stoppedByPlugin ? AttemptOutcome.AnsweredByPlugin
                : _clientFailed ? AttemptOutcome.ClientFailed
                : OutcomeOf(outcome);
        }

        exchange.Mark(ref exchange.Timings.UpstreamHead);
        exchange.UpstreamStatus = exchange.Response.Status;
        exchange.Response.Headers.RemoveWhere(0, IsNotRelayed);
        return await exchange.Relay.RunAsync(new Http2ResponseSource(call, exchange.Response.Trailers));
    }

    private async Task PumpAsync(Http2UpstreamCall call)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            while (true)
            {
                int read = await exchange.Downstream.ReadBodyAsync(buffer.AsMemory(0, PieceBytes));
                if (read <= 0)
                {
                    _clientFailed = read < 0 && !_isOver;
                    break;
                }

                _total += read;
                if (!PluginsAgree(buffer.AsSpan(0, read)) || !await call.WriteBodyAsync(buffer.AsMemory(0, read)))
                {
                    break;
                }
            }
        }
        catch
        {
            call.Abort();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (_clientFailed || _stoppedByPlugin)
        {
            call.Abort();
        }
        else
        {
            call.EndBody();
        }
    }

    private bool PluginsAgree(ReadOnlySpan<byte> piece)
    {
        foreach (var instance in exchange.Chain.RequestBody)
        {
            if (!instance.Plugin.OnRequestBody(exchange, piece, _total))
            {
                _stoppedByPlugin = true;
                return false;
            }
        }

        return true;
    }

    private static AttemptOutcome OutcomeOf(UpstreamOutcome outcome) => outcome switch
    {
        UpstreamOutcome.ConnectFailed => AttemptOutcome.ConnectFailed,
        UpstreamOutcome.ConnectTimeout => AttemptOutcome.ConnectTimeout,
        UpstreamOutcome.TlsFailed => AttemptOutcome.TlsFailed,
        UpstreamOutcome.Refused => AttemptOutcome.StaleConnection,
        UpstreamOutcome.Timeout => AttemptOutcome.Timeout,
        UpstreamOutcome.InvalidResponse => AttemptOutcome.InvalidResponse,
        _ => AttemptOutcome.ResetBeforeResponse,
    };
}
