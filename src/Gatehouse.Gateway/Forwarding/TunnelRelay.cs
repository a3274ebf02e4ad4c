using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Listeners;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Http1;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Forwarding;

/// <summary>
/// Carries raw bytes both ways after a 101 until both sides have ended, one has failed, or nothing moved for the read timeout
/// of the service (Kong: proxy_read_timeout). Neither connection is ever used for a request again.
/// </summary>
internal static class TunnelRelay
{
    private const int BufferBytes = 8 * 1024;

    /// <summary>Answers the client with the upstream's 101 and relays.</summary>
    public static async ValueTask<AttemptOutcome> RunAsync(
        ProxyExchange exchange, Http1ClientConnection connection, ChannelDeadline deadline)
    {
        if (exchange.Downstream is not Http1Downstream downstream)
        {
            connection.Abort(ChannelFault.Aborted);
            return AttemptOutcome.InvalidResponse;
        }

        await exchange.SeeUpstreamHeadAsync().ConfigureAwait(false);
        if (exchange.Response.IsBodyDropped)
        {
            return await RefuseAsync(exchange, connection);
        }

        exchange.BeginTunnelResponse();
        var client = downstream.Connection;
        client.StartHead(101);
        foreach (var field in exchange.Response.Headers)
        {
            client.WriteHeader(field.Name, field.Value);
        }

        client.EndHead(Http1BodyKind.Tunnel, 0);
        if (!await client.FlushAsync())
        {
            connection.Abort(ChannelFault.Aborted);
            return AttemptOutcome.ClientFailed;
        }

        var clientSide = client.BeginTunnel();
        var upstreamSide = connection.BeginTunnel();
        int idle = exchange.ServiceState!.ReadTimeout;
        deadline.WatchBoth(client.Channel);
        deadline.Start(idle);
        var up = CopyAsync(clientSide, upstreamSide, deadline, idle).AsTask();
        var down = CopyAsync(upstreamSide, clientSide, deadline, idle).AsTask();
        await Task.WhenAll(up, down);
        exchange.Mark(ref exchange.Timings.UpstreamDone);
        return AttemptOutcome.Completed;
    }

    /// <summary>A plugin does not let the tunnel begin: an answer without a body, and the upstream's connection is no use any more.</summary>
    private static async ValueTask<AttemptOutcome> RefuseAsync(ProxyExchange exchange, Http1ClientConnection connection)
    {
        connection.Abort(ChannelFault.Aborted);
        exchange.Response.Headers.Remove(HeaderNames.Upgrade);
        exchange.BeginResponse();
        exchange.Mark(ref exchange.Timings.UpstreamDone);
        return await exchange.Downstream.CompleteAsync(null) ? AttemptOutcome.Completed : AttemptOutcome.ClientFailed;
    }

    private static async ValueTask CopyAsync(Http1Tunnel from, Http1Tunnel to, ChannelDeadline deadline, int idle)
    {
        byte[] buffer = LoopBufferPool.Instance.Rent(BufferBytes);
        while (true)
        {
            int read = await from.ReadAsync(buffer);
            if (read == 0)
            {
                await to.ShutdownAsync();
                break;
            }

            deadline.Start(idle);
            if (read < 0 || !await to.WriteAsync(buffer.AsMemory(0, read)))
            {
                // One side is broken: the other must not wait for it.
                from.Abort();
                to.Abort();
                break;
            }
        }

        LoopBufferPool.Instance.Return(buffer);
    }
}
