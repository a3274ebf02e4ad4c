using Gatehouse.Core.Diagnostics;
using Gatehouse.Gateway.Http2.Server;
using Gatehouse.Gateway.Pipeline;

namespace Gatehouse.Gateway.Listeners;

/// <summary>Turns HTTP/2 streams into exchanges on the road, on the loop of their connection.</summary>
internal sealed class Http2ExchangeHandler(IReadOnlyList<LoopContext> contexts, NodeCounters counters, TimeProvider time)
    : IHttp2ExchangeHandler
{
    /// <inheritdoc/>
    public async ValueTask HandleAsync(Http2Downstream downstream)
    {
        var context = contexts[downstream.Loop.Index];
        var exchange = context.Rent();
        counters.RequestStarted(context.Loop.Index);
        try
        {
            exchange.Attach(PeerOf(downstream), downstream);
            exchange.Timings.Started = time.GetTimestamp();
            using var leaving = downstream.Aborted.UnsafeRegister(static state => PostLoss((ProxyExchange)state!), exchange);
            downstream.Connection.Requests++;
            if (exchange.Settings.ClientMaxBodySize is > 0 and var limit)
            {
                downstream.MaxBodyBytes = limit;
            }

            var reason = downstream.ReadRequest(exchange.Request);
            if (reason == RejectionReason.None)
            {
                await exchange.RunAsync();
            }
            else
            {
                exchange.Request.SetPathAsSent();
                await exchange.RejectAsync(reason);
            }
        }
        finally
        {
            counters.RequestEnded(context.Loop.Index);
            context.Return(exchange);
        }
    }

    /// <summary>
    /// The client has reset the stream, or its connection has ended; on any thread. Disposing the registration waits for this,
    /// so the exchange is still the stream's own here, but may be another's when the message arrives.
    /// </summary>
    private static void PostLoss(ProxyExchange exchange)
        => exchange.Context.Loop.Post(
            static state =>
            {
                var (exchange, generation) = ((ProxyExchange, int))state!;
                if (exchange.Generation == generation)
                {
                    exchange.LoseClient();
                }
            },
            (exchange, exchange.Generation));

    /// <summary>The stream object is reused by its connection, and keeps what was computed for the connection.</summary>
    private static PeerState PeerOf(Http2Downstream downstream)
    {
        if (downstream.State is PeerState known && ReferenceEquals(known.Connection, downstream.Connection))
        {
            return known;
        }

        var peer = new PeerState(downstream.Connection);
        downstream.State = peer;
        return peer;
    }
}
