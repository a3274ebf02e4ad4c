using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.BotDetection;

/// <summary>Makes <c>bot-detection</c> instances.</summary>
internal sealed class BotDetectionFactory : IPluginFactory
{
    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "bot-detection",
        Priority = 2500,
        Phases = PluginPhases.Access,
        AllowsConsumer = false,
        Config = RecordSchema.Of(
            Field.ArrayOf("allow", CommonFields.Regex("element")) with
            {
                AllowsEmpty = true,
                Default = new JsonArray(),
                Description = "Regular expressions of User-Agents that are let through, also when they are denied or known as bots.",
            },
            Field.ArrayOf("deny", CommonFields.Regex("element")) with
            {
                AllowsEmpty = true,
                Default = new JsonArray(),
                Description = "Regular expressions of User-Agents that are refused besides the known bots.",
            }),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
        => new BotDetectionPlugin(BotDetectionConfig.From(config), IdentityServices.From(context).Node.Reports);
}
