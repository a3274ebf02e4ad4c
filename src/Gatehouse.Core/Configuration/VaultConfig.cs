using System.Text.Json.Nodes;

namespace Gatehouse.Core.Configuration;

/// <summary>A Kong <c>vault</c>; here only the <c>env</c> strategy.</summary>
public sealed record VaultConfig : EntityConfig
{
    public required string Name { get; init; }

    public required string Prefix { get; init; }

    public string? Description { get; init; }

    public required JsonObject Config { get; init; }
}
