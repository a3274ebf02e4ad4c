using Gatehouse.Core.Configuration;

namespace Gatehouse.Core.Plugins;

/// <summary>What a plugin instance may use of its surroundings.</summary>
public sealed record PluginBuildContext
{
    /// <summary>The configured instance, with its scope.</summary>
    public required PluginConfig Instance { get; init; }

    /// <summary>The only clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Slot for <see cref="Exchanges.Exchange.GetState{T}"/>, one per plugin instance.</summary>
    public required int StateSlot { get; init; }

    /// <summary>Services of the surroundings, by type: metrics registry, log sinks, HTTP client. Asked only while building.</summary>
    public required IServiceProvider Services { get; init; }
}
