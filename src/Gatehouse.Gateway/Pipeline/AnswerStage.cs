using System.Runtime.CompilerServices;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Answers;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>Sends an answer that the gateway gives itself: errors, redirects and what plugins answered. Body filters do not see it.</summary>
internal sealed class AnswerStage(AnswerWriter writer)
{
    /// <summary>Composes and sends <see cref="Exchange.Answer"/>.</summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    public async ValueTask SendAsync(ProxyExchange exchange)
    {
        if (exchange.Downstream.HasStarted)
        {
            exchange.Downstream.Abort();
            return;
        }

        bool isStreamed = exchange.Answer.Stream is not null;
        Compose(exchange);
        var response = exchange.Response;
        bool hasBody = !exchange.IsBodiless;
        if (!hasBody && exchange.Request.Method == RequestMethod.Head && response is { Status: not 304, ContentLength: { } length })
        {
            exchange.Scratch.Clear();
            exchange.Scratch.Write(length);
            response.Headers.Set(HeaderNames.ContentLength, exchange.Scratch.Written);
        }

        exchange.Downstream.WriteHead(response, hasBody);
        if (hasBody && isStreamed && !response.IsBodyDropped)
        {
            if (!await StreamAsync(exchange).ConfigureAwait(false))
            {
                return;
            }
        }
        else if (hasBody)
        {
            await SendBodyAsync(exchange, response.Body).ConfigureAwait(false);
        }

        bool isSent = await exchange.Downstream.CompleteAsync(response.Trailers.Count > 0 ? response.Trailers : null).ConfigureAwait(false);
        if (isStreamed && !isSent)
        {
            exchange.Rejection = ReasonOf(exchange.Downstream);
        }
    }

    private static RejectionReason ReasonOf(Downstream downstream)
        => downstream.BodyRejection == RejectionReason.ClientTooSlow ? RejectionReason.ClientTooSlow : RejectionReason.ClientAborted;

    private void Compose(ProxyExchange exchange)
    {
        exchange.Response.Status = exchange.Answer.Status;
        writer.Write(exchange);
        try
        {
            ResponseHeadStage.Run(exchange, fromUpstream: false);
        }
        catch (Exception) when (exchange.Rejection == RejectionReason.Internal)
        {
            // The plugin that failed the request fails again on its error answer: the answer goes without it.
        }

        bool isStreamed = exchange.Answer.Stream is not null && !exchange.Response.IsBodyDropped;
        exchange.Response.ContentLength = isStreamed ? null : exchange.Response.Body.Length;
    }

    /// <summary>Has the body written; false when the answer broke off, or another one was sent in its place.</summary>
    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private async ValueTask<bool> StreamAsync(ProxyExchange exchange)
    {
        var downstream = exchange.Downstream;
        downstream.LeaveWithClient();
        bool isWhole = false;
        try
        {
            isWhole = await exchange.Answer.Stream!.WriteAsync(exchange);
        }
        catch (OperationCanceledException) when (exchange.IsClientGone)
        {
            // The wait that ended with the client.
        }

        if (exchange.IsClientGone || downstream.IsAborted)
        {
            exchange.Rejection = ReasonOf(downstream);
            downstream.Abort();
            return false;
        }

        if (isWhole)
        {
            return true;
        }

        exchange.Rejection = RejectionReason.UpstreamBodyTruncated;
        if (downstream.HasStarted)
        {
            downstream.Abort();
            return false;
        }

        exchange.Response.Reset();
        exchange.Fail(RejectionReason.UpstreamInvalidResponse);
        await SendAsync(exchange).ConfigureAwait(false);
        return false;
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    private static async ValueTask SendBodyAsync(ProxyExchange exchange, ReadOnlyMemory<byte> body)
    {
        while (!body.IsEmpty)
        {
            var memory = exchange.Downstream.GetBodyMemory(body.Length);
            int count = Math.Min(memory.Length, body.Length);
            body[..count].CopyTo(memory);
            exchange.Downstream.AdvanceBody(count);
            body = body[count..];
            if (!body.IsEmpty && !await exchange.Downstream.FlushAsync().ConfigureAwait(false))
            {
                return;
            }
        }
    }
}
