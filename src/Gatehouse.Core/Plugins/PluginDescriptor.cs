using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Plugins;

/// <summary>What is known of a plugin without building one: enough to validate its configuration and to describe it.</summary>
public sealed record PluginDescriptor
{
    /// <summary>Kong's name of the plugin, for example <c>request-termination</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Kong's priority: the higher runs first, in every phase.</summary>
    public required int Priority { get; init; }

    /// <summary>Version reported by the Admin API, as Kong 3.9 reports it.</summary>
    public string Version { get; init; } = "3.9.1";

    /// <summary>Phases the plugin takes part in.</summary>
    public required PluginPhases Phases { get; init; }

    /// <summary>Schema of the <c>config</c> record.</summary>
    public required RecordSchema Config { get; init; }

    /// <summary>Whether it may be bound to a consumer (Kong: not <c>no_consumer</c>).</summary>
    public bool AllowsConsumer { get; init; } = true;

    /// <summary>Whether it may be bound to a consumer group; as a rule the same as <see cref="AllowsConsumer"/>.</summary>
    public bool AllowsConsumerGroup
    {
        get => field && AllowsConsumer;
        init;
    } = true;

    /// <summary>Whether it may be bound to a service.</summary>
    public bool AllowsService { get; init; } = true;

    /// <summary>Whether it may be bound to a route.</summary>
    public bool AllowsRoute { get; init; } = true;
}
