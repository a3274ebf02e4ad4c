namespace Gatehouse.Ai.Surfaces;

/// <summary>The models a client may use, in the order they shall be listed.</summary>
internal sealed record ModelCatalog(IReadOnlyList<ModelCard> Models, DateTimeOffset Now)
{
    /// <summary>The gateway's version.</summary>
    public required string Version { get; init; }

    /// <summary>Finds a model by name; Ollama's names match without <c>:latest</c> too.</summary>
    public ModelCard? Find(string name)
        => Models.FirstOrDefault(m => string.Equals(m.Name, name, StringComparison.Ordinal))
            ?? (name.EndsWith(":latest", StringComparison.Ordinal) ? Find(name[..^":latest".Length]) : null);
}
