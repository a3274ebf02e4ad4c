using System.Runtime.CompilerServices;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Answers;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>Sends an answer that the gateway gives itself: errors, redirects and what plugins answered.</summary>
internal sealed class AnswerStage(AnswerWriter writer)
{
    /// <summary>Composes and sends <see cref="Core.Exchanges.Exchange.Answer"/>.</summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    public async ValueTask SendAsync(ProxyExchange exchange)
    {
        if (exchange.Downstream.HasStarted)
        {
            exchange.Downstream.Abort();
            return;
        }

        exchange.Response.Status = exchange.Answer.Status;
        writer.Write(exchange);
        try
        {
            ResponseHeadStage.Run(exchange, fromUpstream: false);
        }
        catch (Exception) when (exchange.Rejection == Core.Diagnostics.RejectionReason.Internal)
        {
            // The plugin that failed the request fails again on its error answer: the answer goes without it.
        }

        var response = exchange.Response;
        bool hasBody = !exchange.IsBodiless;
        response.ContentLength = response.Body.Length;
        if (!hasBody && exchange.Request.Method == RequestMethod.Head && response.Status != 304)
        {
            exchange.Scratch.Clear();
            exchange.Scratch.Write(response.Body.Length);
            response.Headers.Set(HeaderNames.ContentLength, exchange.Scratch.Written);
        }

        exchange.Downstream.WriteHead(response, hasBody);
        if (hasBody)
        {
            await SendBodyAsync(exchange, response.Body).ConfigureAwait(false);
        }

        await exchange.Downstream.CompleteAsync(response.Trailers.Count > 0 ? response.Trailers : null).ConfigureAwait(false);
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
