using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Tests.Pipeline;

/// <summary>A plugin of another room, named <c>asking</c>, that notes which services it is offered.</summary>
internal sealed class AskingPluginFactory(Action<IServiceProvider> built) : IPluginFactory
{
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "asking",
        Priority = 100,
        Phases = PluginPhases.Access,
        Config = RecordSchema.Of(),
    };

    public Plugin Build(JsonObject config, PluginBuildContext context)
    {
        built(context.Services);
        return new AskingPlugin();
    }

    private sealed class AskingPlugin : Plugin;
}
