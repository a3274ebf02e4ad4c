using System.Runtime.CompilerServices;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Forwarding;

/// <summary>
/// Carries the upstream's answer to the client: through the body filters when there are any, else straight from one
/// connection's buffer into the other's. Never holds more than one piece.
/// </summary>
internal sealed class ResponseRelay(ProxyExchange exchange, ChannelDeadline deadline)
{
    private const int PieceBytes = 16 * 1024;

    /// <summary>Most bytes of a dropped body that are read away to keep the upstream's connection.</summary>
    private const int MaxDrainBytes = 64 * 1024;

    /// <summary>Relays until the end of the body.</summary>
    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    public async ValueTask<AttemptOutcome> RunAsync<TSource>(TSource source)
        where TSource : struct, IResponseSource
    {
        if (exchange.Chain.UpstreamHead.Length > 0)
        {
            await exchange.SeeUpstreamHeadAsync().ConfigureAwait(false);
        }

        var downstream = exchange.Downstream;
        bool hasBody = !exchange.IsBodiless && source.HasBody;
        exchange.BeginResponse();
        if (exchange.Response.IsBodyDropped)
        {
            return await DropAsync(source).ConfigureAwait(false);
        }

        if (!hasBody)
        {
            return await FinishAsync(source).ConfigureAwait(false);
        }

        bool isFiltered = exchange.Chain.ResponseBody.Length > 0;
        int readTimeout = exchange.ServiceState!.ReadTimeout;
        while (true)
        {
            bool isWaiting = !source.HasBuffered;
            if (isWaiting)
            {
                // Nothing more can be had now: the client gets what there is before we wait.
                if (!await downstream.FlushAsync().ConfigureAwait(false))
                {
                    return Broken(source, AttemptOutcome.ClientFailed);
                }

                deadline.Start(readTimeout);
            }

            int read = isFiltered
                ? await source.ReadAsync(exchange.BodyFilter.Input).ConfigureAwait(false)
                : await source.ReadAsync(downstream.GetBodyMemory(PieceBytes)).ConfigureAwait(false);
            if (isWaiting)
            {
                deadline.Stop();
            }

            if (read <= 0)
            {
                return read == 0 ? await FinishAsync(source).ConfigureAwait(false) : Truncated(source);
            }

            if (isFiltered)
            {
                exchange.BodyFilter.Run(exchange, read, isLast: false);
            }
            else
            {
                downstream.AdvanceBody(read);
            }
        }
    }

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private async ValueTask<AttemptOutcome> FinishAsync<TSource>(TSource source)
        where TSource : struct, IResponseSource
    {
        exchange.Mark(ref exchange.Timings.UpstreamDone);
        source.ReadTrailers();
        if (exchange.Chain.ResponseBody.Length > 0 && !exchange.IsBodiless)
        {
            exchange.BodyFilter.Run(exchange, 0, isLast: true);
        }

        return await exchange.Downstream.CompleteAsync(exchange.Response.Trailers).ConfigureAwait(false)
            ? AttemptOutcome.Completed
            : Broken(source, AttemptOutcome.ClientFailed);
    }

    /// <summary>
    /// The client gets the head alone. The upstream's connection is kept when the rest is here already and small; nobody waits for bytes
    /// that nobody wants.
    /// </summary>
    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private async ValueTask<AttemptOutcome> DropAsync<TSource>(TSource source)
        where TSource : struct, IResponseSource
    {
        if (!await exchange.Downstream.CompleteAsync(null).ConfigureAwait(false))
        {
            return Broken(source, AttemptOutcome.ClientFailed);
        }

        if (source.HasBody && !await DrainAsync(source).ConfigureAwait(false))
        {
            source.Abort();
        }

        exchange.Mark(ref exchange.Timings.UpstreamDone);
        return AttemptOutcome.Completed;
    }

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private static async ValueTask<bool> DrainAsync<TSource>(TSource source)
        where TSource : struct, IResponseSource
    {
        byte[] scratch = LoopBufferPool.Instance.Rent(PieceBytes);
        try
        {
            int total = 0;
            while (total <= MaxDrainBytes && source.HasBuffered)
            {
                int read = await source.ReadAsync(scratch).ConfigureAwait(false);
                if (read <= 0)
                {
                    return read == 0;
                }

                total += read;
            }

            return false;
        }
        finally
        {
            LoopBufferPool.Instance.Return(scratch);
        }
    }

    private AttemptOutcome Truncated<TSource>(TSource source)
        where TSource : struct, IResponseSource
    {
        // A broken-off answer must never look whole: unless nothing was sent yet, the client's connection breaks off too.
        bool timedOut = source.IsTimedOut;
        if (!exchange.TryTakeBackResponse())
        {
            return Broken(source, AttemptOutcome.ResponseTruncated);
        }

        return timedOut ? AttemptOutcome.Timeout : AttemptOutcome.InvalidResponse;
    }

    private AttemptOutcome Broken<TSource>(TSource source, AttemptOutcome outcome)
        where TSource : struct, IResponseSource
    {
        source.Abort();
        exchange.Downstream.Abort();
        return outcome;
    }
}
