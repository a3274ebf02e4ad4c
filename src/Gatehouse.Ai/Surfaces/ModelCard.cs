namespace Gatehouse.Ai.Surfaces;

/// <summary>What is public about a model.</summary>
internal sealed record ModelCard(string Name)
{
    /// <summary>When it was configured.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Names of the providers it may run at.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>Whether it embeds texts instead of answering.</summary>
    public bool IsEmbedding { get; init; }

    public int? ContextWindow { get; init; }

    public int? MaxOutputTokens { get; init; }

    public bool TakesImages { get; init; }

    public bool TakesTools { get; init; } = true;

    public bool Thinks { get; init; }
}
