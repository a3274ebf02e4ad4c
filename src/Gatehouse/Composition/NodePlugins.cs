using Gatehouse.Gateway;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Gateway.Plugins;

namespace Gatehouse.Composition;

/// <summary>
/// The plugins of this program with what they need: those of the road, and those of the rooms beside it. Whatever reads, checks or
/// runs a configuration takes them from here.
/// </summary>
internal static class NodePlugins
{
    /// <summary>All plugins. One from another room is an argument here.</summary>
    public static BuiltInPlugins Catalog { get; } = new();

    /// <summary>Services of other rooms for a node that runs.</summary>
    public static NodeServices Services() => new();

    /// <summary>Builds a configuration on trial, with the same plugins, and with services that open nothing.</summary>
    public static ConfigurationTrial Trial() => new(new GatewaySettings(), TimeProvider.System, Catalog, new NodeServices());
}
