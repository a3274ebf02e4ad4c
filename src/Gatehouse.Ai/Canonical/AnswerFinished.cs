namespace Gatehouse.Ai.Canonical;

/// <summary>An answer is complete.</summary>
internal sealed record AnswerFinished(FinishReason Reason) : ChatEvent
{
    /// <summary>The stop sequence that came; null = none, or the vendor does not say.</summary>
    public string? StopSequence { get; init; }
}
