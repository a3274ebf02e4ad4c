using System.Buffers;
using System.Runtime.CompilerServices;
using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Accounting.Prices;
using Gatehouse.Ai.Caching;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Configuration;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Net.Loops;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Answers chat requests: classify, find who answers, and give the answer in the client's dialect, whole or as a stream.</summary>
internal sealed class ChatHandler(AttemptRunner runner, Classifier classifier, ResponseCache cache, PolicyState open, TimeProvider time)
{
    private static readonly HeaderName CacheControl = new("Cache-Control");

    /// <summary>Handles a decoded request; throws <see cref="AiException"/> before anything was sent.</summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    public async ValueTask HandleAsync(Exchange exchange, AiCall call, AiScope scope, ChatEndpoint endpoint, ChatRequest request, ReadOnlyMemory<byte> body)
    {
        call.Model = request.Model;
        var model = scope.Find(call, request.Model);
        call.KnownModel = model.Name;
        call.Watch?.Describe(model.Name, request);
        if (model.IsEmbedding)
        {
            throw new AiException(AiErrorKind.InvalidRequest, $"The model '{model.Name}' embeds texts and does not chat.", "model");
        }

        if (endpoint.AnswerAtOnce(request) is { } atOnce)
        {
            Send(exchange, call, endpoint, request, ContextOf(call, scope, default), atOnce);
            return;
        }

        bool isLarge = LargeWork.IsLarge(body.Length);
        var (cleared, estimate, passable) = isLarge
            ? await ClearElsewhereAsync(exchange, call, scope, request, body)
            : classifier.Clear(call, call.Policy ?? open, request, exchange.Request.Headers, scope.DataClass, body);
        var slot = isLarge
            ? await OpenElsewhereAsync(exchange, call, model, cleared, body.Length)
            : cache.Open(call, model, cleared, exchange.Request.Headers);
        if (slot is not null && await cache.FindAsync(slot, call, model, request.IsStream) is { } kept)
        {
            Send(exchange, call, endpoint, request, ContextOf(call, scope, estimate), kept);
            return;
        }

        var plan = new ChatPlan(cleared, passable)
        {
            Needs = RequestNeeds.Of(cleared, estimate.InputLikely),
            Estimate = estimate,
        };
        var attempt = await runner.RunAsync(call, model, plan).ConfigureAwait(false);
        if (request.IsStream)
        {
            Stream(exchange, call, endpoint, request, ContextOf(call, scope, estimate), attempt, scope.KeepAlive, slot);
            return;
        }

        using (attempt)
        {
            attempt.End(AttemptOutcome.Completed);
            slot?.Store(call, AnswerCollector.Collect(attempt.Events));
            Answer(exchange, call, scope, endpoint, request, estimate, attempt);
        }
    }

    private ValueTask<(ChatRequest Request, TokenEstimate Estimate, ReadOnlyMemory<byte> Body)> ClearElsewhereAsync(
        Exchange exchange, AiCall call, AiScope scope, ChatRequest request, ReadOnlyMemory<byte> body)
        => LargeWork.RunAsync(body.Length, () => classifier.Clear(call, call.Policy ?? open, request, exchange.Request.Headers, scope.DataClass, body));

    private ValueTask<CacheSlot?> OpenElsewhereAsync(Exchange exchange, AiCall call, ModelState model, ChatRequest request, int bodyBytes)
        => LargeWork.RunAsync(bodyBytes, () => cache.Open(call, model, request, exchange.Request.Headers));

    private void Stream(Exchange exchange, AiCall call, ChatEndpoint endpoint, ChatRequest request, AnswerContext context, LiveAttempt attempt, TimeSpan? keepAlive, CacheSlot? slot)
    {
        var writer = endpoint.CreateStreamWriter(request, context);
        writer.AddHeaders(exchange.Response.Headers);
        AnswerHeaders.Write(exchange.Response.Headers, call, isSettled: false);
        exchange.Response.Headers.Set(CacheControl, "no-cache"u8);
        call.Watch?.Defer(attempt.Elapsed);
        var restorer = call.Redactor is { } redactor ? new AnswerRestorer(redactor, IsJson(request)) : null;
        exchange.RespondStreaming(200, endpoint.StreamContentType, new StreamedAnswer(attempt, request, writer, restorer, keepAlive, slot, time));
    }

    private void Answer(Exchange exchange, AiCall call, AiScope scope, ChatEndpoint endpoint, ChatRequest request, TokenEstimate estimate, LiveAttempt attempt)
    {
        if (attempt.IsPassed && call.Redactor is null)
        {
            AnswerHeaders.Write(exchange.Response.Headers, call);
            exchange.Respond(200, endpoint.ContentType, attempt.Raw.WrittenMemory);
            return;
        }

        if (call.Redactor is { } redactor)
        {
            new AnswerRestorer(redactor, IsJson(request)).Restore(attempt.Events);
        }

        Send(exchange, call, endpoint, request, ContextOf(call, scope, estimate), AnswerCollector.Collect(attempt.Events));
    }

    private static void Send(Exchange exchange, AiCall call, ChatEndpoint endpoint, ChatRequest request, AnswerContext context, ChatAnswer answer)
    {
        AnswerHeaders.Write(exchange.Response.Headers, call);
        var output = new ArrayBufferWriter<byte>();
        string type = endpoint.ContentType;
        if (request.IsStream)
        {
            var writer = endpoint.CreateStreamWriter(request, context);
            writer.AddHeaders(exchange.Response.Headers);
            type = endpoint.StreamContentType;
            foreach (var step in AnswerReplay.Events(answer))
            {
                writer.Write(step, answer.Usage, output);
            }
        }
        else
        {
            endpoint.WriteAnswer(answer, request, context, output);
        }

        exchange.Respond(200, type, output.WrittenMemory);
    }

    private static bool IsJson(ChatRequest request) => request.ResponseFormat?.Kind is ResponseFormatKind.JsonObject or ResponseFormatKind.JsonSchema;

    private AnswerContext ContextOf(AiCall call, AiScope scope, TokenEstimate estimate) => new()
    {
        RequestId = call.RequestId,
        Model = call.Model,
        Created = call.Time,
        EstimatedInput = estimate.InputLikely,
        Elapsed = () => time.GetElapsedTime(call.StartedAt),
        Cost = scope.ReportsCost ? () => call.Cost : null,
    };
}
