using System.Buffers;
using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Configuration;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Core.Exchanges;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Answers embeddings requests.</summary>
internal sealed class EmbeddingsHandler(AttemptRunner runner, PolicyState open)
{
    /// <summary>Handles a decoded request; throws <see cref="AiException"/>.</summary>
    public async ValueTask HandleAsync(Exchange exchange, AiCall call, AiScope scope, EmbeddingsEndpoint endpoint, EmbeddingsRequest request, int bodyBytes)
    {
        call.Model = request.Model;
        var model = scope.Find(call, request.Model);
        call.KnownModel = model.Name;
        call.Watch?.Describe(model.Name, null);
        if (!model.IsEmbedding)
        {
            throw new AiException(AiErrorKind.InvalidRequest, $"The model '{model.Name}' chats and does not embed texts.", "model");
        }

        var (cleared, estimate) = await LargeWork.RunAsync(
            bodyBytes, () => Classifier.Clear(call, call.Policy ?? open, request, exchange.Request.Headers, scope.DataClass));
        var plan = new EmbeddingsPlan(cleared)
        {
            Needs = new RequestNeeds { InputTokens = estimate.InputLikely + cleared.Tokens.Sum(t => t.Length), MaxOutputTokens = 0 },
            Estimate = estimate,
        };
        using var attempt = await runner.RunAsync(call, model, plan);
        attempt.End(AttemptOutcome.Completed);
        AnswerHeaders.Write(exchange.Response.Headers, call);
        var output = new ArrayBufferWriter<byte>();
        endpoint.WriteAnswer(plan.Answer!, request, new AnswerContext { RequestId = call.RequestId, Model = call.Model, Created = call.Time }, output);
        exchange.Respond(200, "application/json", output.WrittenMemory);
    }
}
