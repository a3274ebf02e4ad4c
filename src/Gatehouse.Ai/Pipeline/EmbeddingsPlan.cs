using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Transport;

namespace Gatehouse.Ai.Pipeline;

/// <summary>An embeddings request and, in the end, its answer.</summary>
internal sealed class EmbeddingsPlan(EmbeddingsRequest request) : AttemptPlan
{
    /// <summary>The vectors; null before they came.</summary>
    public EmbeddingsAnswer? Answer { get; private set; }

    /// <inheritdoc/>
    public override bool IsEmbedding => true;

    /// <inheritdoc/>
    public override VendorRequest Encode(Deployment deployment, EncodeNotes notes, out bool isPassed)
    {
        isPassed = false;
        return deployment.Provider.Api.EncodeEmbeddings(request, deployment.Vendor, notes);
    }

    /// <inheritdoc/>
    public override async ValueTask<AiError?> ReceiveAsync(LiveAttempt attempt)
    {
        var answer = attempt.Answer!;
        if (!await AnswerReader.ReadAllAsync(answer, attempt.Raw, AnswerReader.MaxAnswerBytes))
        {
            return VendorErrors.Of(answer.Failure == VendorFailure.None ? VendorFailure.Malformed : answer.Failure, attempt.Deployment);
        }

        try
        {
            Answer = attempt.Deployment.Provider.Api.DecodeEmbeddings(attempt.Raw.WrittenMemory, answer.Headers, attempt.Deployment.Vendor);
        }
        catch (AiException error)
        {
            return error.Error;
        }

        int wanted = Math.Max(request.Texts.Count, request.Tokens.Count);
        if (Answer.Vectors.Count != wanted)
        {
            return new AiError(AiErrorKind.VendorFailed, $"The provider of '{attempt.Deployment.Name}' gave {Answer.Vectors.Count} vectors for {wanted} inputs.");
        }

        attempt.Meter.Observe(new UsageReported(Answer.Usage));
        return null;
    }
}
