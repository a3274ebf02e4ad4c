using System.Text.Json;

namespace Gatehouse.Ai.Canonical;

/// <summary>A function that the model may call.</summary>
internal sealed record Tool(string Name)
{
    /// <summary>What it does; null = not said.</summary>
    public string? Description { get; init; }

    /// <summary>JSON Schema of the arguments; undefined = none.</summary>
    public JsonElement Parameters { get; init; }

    /// <summary>Whether arguments must match the schema exactly; null = the vendor's default.</summary>
    public bool? IsStrict { get; init; }

    /// <summary>Whether a prompt cache point follows.</summary>
    public CacheMark Cache { get; init; }

    /// <summary>Set for a tool that only one dialect has (server tools, custom tools): its whole definition.</summary>
    public ForeignPart? Foreign { get; init; }
}
