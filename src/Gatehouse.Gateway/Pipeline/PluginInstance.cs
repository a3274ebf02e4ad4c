using Gatehouse.Core.Configuration;
using Gatehouse.Core.Plugins;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>A built plugin with its scope and place in the order.</summary>
/// <param name="Config">What the user wrote.</param>
/// <param name="Plugin">The instance that runs.</param>
/// <param name="Descriptor">Name, priority and phases.</param>
/// <param name="Rank">Place in the running order of all plugins: the lower runs first; equal for instances of one plugin.</param>
internal sealed record PluginInstance(PluginConfig Config, Plugin Plugin, PluginDescriptor Descriptor, int Rank)
{
    /// <summary>Whether the plugin takes part in a phase.</summary>
    public bool Has(PluginPhases phase) => (Descriptor.Phases & phase) != 0;
}
