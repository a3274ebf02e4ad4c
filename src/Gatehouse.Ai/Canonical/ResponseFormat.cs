using System.Text.Json;

namespace Gatehouse.Ai.Canonical;

/// <summary>What shape the answer's text must have.</summary>
internal sealed record ResponseFormat(ResponseFormatKind Kind)
{
    /// <summary>Name of the schema; null where the dialect has none.</summary>
    public string? Name { get; init; }

    public string? Description { get; init; }

    /// <summary>JSON Schema; undefined unless the kind is JsonSchema.</summary>
    public JsonElement Schema { get; init; }

    public bool? IsStrict { get; init; }
}
