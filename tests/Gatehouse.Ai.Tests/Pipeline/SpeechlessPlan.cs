using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Pipeline;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Selection;

namespace Gatehouse.Ai.Tests.Pipeline;

/// <summary>A request that one deployment's API has no words for.</summary>
internal sealed class SpeechlessPlan : AttemptPlan
{
    private readonly ChatPlan _inner = Calls.Plan(isStream: false);
    private readonly string _deployment;

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public SpeechlessPlan(string deployment)
    {
        _deployment = deployment;
        Needs = _inner.Needs;
        Estimate = _inner.Estimate;
    }

    public override VendorRequest Encode(Deployment deployment, EncodeNotes notes, out bool isPassed)
        => deployment.Name == _deployment ? throw new AiException(AiErrorKind.Unsupported, "no words for it") : _inner.Encode(deployment, notes, out isPassed);

    public override ValueTask<AiError?> ReceiveAsync(LiveAttempt attempt) => _inner.ReceiveAsync(attempt);
}
