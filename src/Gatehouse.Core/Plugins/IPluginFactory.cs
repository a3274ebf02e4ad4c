using System.Text.Json.Nodes;

namespace Gatehouse.Core.Plugins;

/// <summary>Makes instances of one plugin.</summary>
public interface IPluginFactory
{
    /// <summary>Name, priority, phases and schema.</summary>
    PluginDescriptor Descriptor { get; }

    /// <summary>
    /// Builds an instance. <paramref name="config"/> has been validated against the schema and carries every default. Throws
    /// <see cref="PluginBuildException"/> for what a schema cannot know.
    /// </summary>
    Plugin Build(JsonObject config, PluginBuildContext context);
}
