using System.Buffers;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Configuration;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Core.Exchanges;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Counts the tokens of a request: by the vendor that would answer it where it can be asked, else by the gateway's estimate.</summary>
internal sealed class CountTokensHandler(Classifier classifier, PolicyState open)
{
    /// <summary>Handles a decoded request; throws <see cref="AiException"/>.</summary>
    public async ValueTask HandleAsync(Exchange exchange, AiCall call, AiScope scope, CountTokensEndpoint endpoint, ChatRequest request, int bodyBytes)
    {
        call.Model = request.Model;
        var model = scope.Find(call, request.Model);
        var (cleared, estimate, _) = await LargeWork.RunAsync(
            bodyBytes, () => classifier.Clear(call, call.Policy ?? open, request, exchange.Request.Headers, scope.DataClass, default));
        long count = await AskAsync(call, model, cleared) ?? estimate.InputLikely;
        var output = new ArrayBufferWriter<byte>();
        endpoint.WriteAnswer(count, output);
        AnswerHeaders.Write(exchange.Response.Headers, call);
        exchange.Respond(200, "application/json", output.WrittenMemory);
    }

    private static async ValueTask<long?> AskAsync(AiCall call, ModelState model, ChatRequest request)
    {
        // Whoever sees the request to count it must be somebody who may answer it.
        foreach (var deployment in AttemptRunner.Allowed(call, model))
        {
            if (deployment.Health.IsResting || deployment.Provider.Api.EncodeCountTokens(request, deployment.Vendor, new EncodeNotes(rejects: false)) is not { } question)
            {
                continue;
            }

            question = await deployment.Provider.Api.AuthorizeAsync(question, deployment.Vendor, call.ClientLeft);
            using var answer = await deployment.Provider.Transport.SendAsync(question, deployment.Provider.Timeouts, call.ClientLeft);
            var body = new ArrayBufferWriter<byte>();
            if (answer.Status == 200 && await AnswerReader.ReadAllAsync(answer, body, AnswerReader.MaxAnswerBytes))
            {
                return deployment.Provider.Api.DecodeCountTokens(body.WrittenMemory);
            }
        }

        return null;
    }
}
