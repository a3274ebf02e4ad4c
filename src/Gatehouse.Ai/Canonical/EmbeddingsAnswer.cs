namespace Gatehouse.Ai.Canonical;

/// <summary>Vectors in the order of the texts.</summary>
internal sealed record EmbeddingsAnswer(IReadOnlyList<float[]> Vectors, TokenUsage Usage)
{
    /// <summary>The model that answered, in the vendor's words.</summary>
    public string? Model { get; init; }
}
