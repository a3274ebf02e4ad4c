namespace Gatehouse.Ai.Canonical;

/// <summary>The vendor has begun to answer.</summary>
internal sealed record AnswerStarted : ChatEvent
{
    /// <summary>The vendor's id of the answer; null = none.</summary>
    public string? Id { get; init; }

    /// <summary>The model that answers, in the vendor's words; null = not said.</summary>
    public string? Model { get; init; }

    /// <summary>Unix seconds; null = not said.</summary>
    public long? Created { get; init; }

    /// <summary>OpenAI's system_fingerprint.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The class of service that was used.</summary>
    public string? ServiceTier { get; init; }
}
