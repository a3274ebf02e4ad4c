using Gatehouse.Ai;
using Gatehouse.Gateway;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Gateway.Plugins;
using Gatehouse.Settings;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Composition;

/// <summary>
/// The plugins of this program with what they need: those of the road, and those of the rooms beside it. Whatever reads, checks or
/// runs a configuration takes them from here.
/// </summary>
internal static class NodePlugins
{
    /// <summary>All plugins. One from another room is an argument here.</summary>
    public static BuiltInPlugins Catalog { get; } = new(AiRoom.Plugins());

    /// <summary>Services of other rooms for a node that runs.</summary>
    public static NodeServices Services(NodeSettings settings, ILoggerFactory loggers) => new NodeServices().AddAi(
        new AiOptions
        {
            Directory = Path.Combine(settings.Prefix, "ai"),
            LedgerUrl = settings.Ai.LedgerUrl,
            RedisUrl = settings.Ai.RedisUrl,
            Version = Product.Version,
        },
        loggers);

    /// <summary>Builds a configuration on trial, with the same plugins, and with services that open nothing.</summary>
    public static ConfigurationTrial Trial() => new(new GatewaySettings(), TimeProvider.System, Catalog, new NodeServices().AddAiTrial(Product.Version));
}
