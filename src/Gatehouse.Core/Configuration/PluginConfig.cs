using System.Text.Json.Nodes;

namespace Gatehouse.Core.Configuration;

/// <summary>A configured plugin instance and its scope.</summary>
public sealed record PluginConfig : EntityConfig
{
    public required string Name { get; init; }

    public string? InstanceName { get; init; }

    public string? RouteId { get; init; }

    public string? ServiceId { get; init; }

    public string? ConsumerId { get; init; }

    /// <summary>Id of the consumer group it is bound to; never together with <see cref="ConsumerId"/>.</summary>
    public string? ConsumerGroupId { get; init; }

    /// <summary>The <c>config</c> record, validated, with every default filled in.</summary>
    public required JsonObject Config { get; init; }

    /// <summary>Protocols of routes it applies to.</summary>
    public IReadOnlyList<string> Protocols { get; init; } = ["grpc", "grpcs", "http", "https"];

    public bool Enabled { get; init; } = true;
}
