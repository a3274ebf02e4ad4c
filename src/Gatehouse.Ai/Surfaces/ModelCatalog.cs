namespace Gatehouse.Ai.Surfaces;

/// <summary>The models a client may use, in the order they shall be listed.</summary>
internal sealed record ModelCatalog(IReadOnlyList<ModelCard> Models, DateTimeOffset Now)
{
    private const string DefaultTag = ":latest";

    /// <summary>The gateway's version.</summary>
    public required string Version { get; init; }

    /// <summary>Finds a model by name; Ollama's names match with and without <c>:latest</c>.</summary>
    public ModelCard? Find(string name)
        => Exactly(name) ?? Exactly(name.EndsWith(DefaultTag, StringComparison.Ordinal) ? name[..^DefaultTag.Length] : name + DefaultTag);

    private ModelCard? Exactly(string name) => Models.FirstOrDefault(m => string.Equals(m.Name, name, StringComparison.Ordinal));
}
