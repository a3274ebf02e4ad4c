using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration;

/// <summary>What the control plane knows of a kind of entity.</summary>
public sealed record EntityKind
{
    /// <summary>Kong's table name, for example <c>services</c>.</summary>
    public required string Name { get; init; }

    public required RecordSchema Schema { get; init; }

    /// <summary>The field that stands for the id in URLs and references; null = only the id.</summary>
    public string? EndpointKey { get; init; }

    /// <summary>Fields that together identify an entity where it has no endpoint key; ids are derived from them.</summary>
    public IReadOnlyList<string> CacheKey { get; init; } = [];

    /// <summary>Fields that belong to <see cref="CacheKey"/> only where they are set: Kong's open-source edition does not have them.</summary>
    public IReadOnlyList<string> OptionalCacheKey { get; init; } = [];

    /// <summary>The foreign field whose parent owns the entity: deleting the parent deletes it; null = several or none.</summary>
    public string? Owner { get; init; }

    /// <summary>Foreign fields.</summary>
    public IReadOnlyList<Field> ForeignFields { get; init; } = [];

    /// <summary>Fields of which each value may occur once.</summary>
    public IReadOnlyList<Field> UniqueFields { get; init; } = [];

    internal static EntityKind Of(string name, RecordSchema schema, string? endpointKey) => new()
    {
        Name = name,
        Schema = schema,
        EndpointKey = endpointKey,
        ForeignFields = [.. schema.Fields.Where(f => f.Type == FieldType.Foreign)],
        UniqueFields = [.. schema.Fields.Where(f => f.IsUnique)],
    };
}
