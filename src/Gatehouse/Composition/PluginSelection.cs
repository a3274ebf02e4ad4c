using System.Diagnostics.CodeAnalysis;
using Gatehouse.Core.Plugins;

namespace Gatehouse.Composition;

/// <summary>The plugins of a catalog that the node's <c>plugins</c> setting lets in.</summary>
internal sealed class PluginSelection : IPluginCatalog
{
    private readonly Dictionary<string, PluginDescriptor> _byName;

    private readonly IPluginCatalog _all;

    private PluginSelection(IPluginCatalog all, IReadOnlyList<PluginDescriptor> descriptors)
    {
        _all = all;
        Descriptors = descriptors;
        _byName = descriptors.ToDictionary(d => d.Name, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public IReadOnlyList<PluginDescriptor> Descriptors { get; }

    /// <summary>The selection; null = all.</summary>
    public static IPluginCatalog Of(IPluginCatalog all, IReadOnlyList<string>? names)
        => names is null ? all : new PluginSelection(all, [.. all.Descriptors.Where(d => names.Contains(d.Name))]);

    /// <summary>Names of the setting that no plugin has.</summary>
    public static IEnumerable<string> Unknown(IPluginCatalog all, IReadOnlyList<string> names)
        => names.Where(n => n is not ("bundled" or "off") && !all.TryGet(n, out _));

    /// <summary>What to say of such a name.</summary>
    public static string MessageOf(string unknown) => $"plugins: this version has no plugin '{unknown}'; a configuration that uses it will be refused";

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out PluginDescriptor? descriptor)
        => _byName.TryGetValue(name, out descriptor);

    /// <inheritdoc/>
    public bool IsLeftOut(string name) => !_byName.ContainsKey(name) && _all.TryGet(name, out _);
}
