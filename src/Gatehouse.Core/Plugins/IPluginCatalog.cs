using System.Diagnostics.CodeAnalysis;

namespace Gatehouse.Core.Plugins;

/// <summary>The plugins this program has, as the control plane needs to know them.</summary>
public interface IPluginCatalog
{
    /// <summary>All plugins, highest priority first.</summary>
    IReadOnlyList<PluginDescriptor> Descriptors { get; }

    /// <summary>Finds a plugin by name.</summary>
    bool TryGet(string name, [NotNullWhen(true)] out PluginDescriptor? descriptor);

    /// <summary>Whether the program has the plugin, and only the node's settings leave it out.</summary>
    bool IsLeftOut(string name) => false;
}
