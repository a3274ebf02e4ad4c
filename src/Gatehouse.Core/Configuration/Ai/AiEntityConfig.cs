using System.Text.Json.Nodes;

namespace Gatehouse.Core.Configuration.Ai;

/// <summary>
/// An entity of the LLM gateway (<c>ai_providers</c>, <c>ai_models</c>, <c>ai_policies</c>, <c>ai_budgets</c>): validated, defaults filled in,
/// references replaced by values. Like the configuration of a plugin, its record is read by the room that uses it.
/// </summary>
public sealed record AiEntityConfig : EntityConfig
{
    /// <summary>Name that other entities and clients use.</summary>
    public required string Name { get; init; }

    /// <summary>The whole record. May hold secrets: never shown.</summary>
    public required JsonObject Record { get; init; }
}
