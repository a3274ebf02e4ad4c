namespace Gatehouse.Ai.Canonical;

/// <summary>An answer as a whole.</summary>
internal sealed record ChatAnswer
{
    /// <summary>The vendor's id; null = none.</summary>
    public string? Id { get; init; }

    /// <summary>The model that answered, in the vendor's words.</summary>
    public string? Model { get; init; }

    /// <summary>Unix seconds; null = not said.</summary>
    public long? Created { get; init; }

    public string? Fingerprint { get; init; }

    public string? ServiceTier { get; init; }

    /// <summary>The answers, by index.</summary>
    public required IReadOnlyList<ChatChoice> Choices { get; init; }

    public required TokenUsage Usage { get; init; }
}
