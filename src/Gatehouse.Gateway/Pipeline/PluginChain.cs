using Gatehouse.Core.Plugins;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>
/// The plugins that apply to one scope, one array per phase, each in running order. Compiled with the snapshot, so that a
/// phase nobody declared is an empty loop.
/// </summary>
internal sealed class PluginChain
{
    /// <summary>A chain without plugins.</summary>
    public static readonly PluginChain Empty = new([]);

    /// <summary>Compiles the chain of <paramref name="instances"/> (at most one per plugin name).</summary>
    public PluginChain(IReadOnlyCollection<PluginInstance> instances)
    {
        PluginInstance[] ordered = [.. instances.OrderBy(i => i.Rank)];
        Rewrite = Of(ordered, PluginPhases.Rewrite);
        Access = Of(ordered, PluginPhases.Access);
        RequestBody = Of(ordered, PluginPhases.RequestBody);
        UpstreamHead = Of(ordered, PluginPhases.UpstreamHead);
        ResponseHead = Of(ordered, PluginPhases.ResponseHead);
        ResponseBody = Of(ordered, PluginPhases.ResponseBody);
        Log = Of(ordered, PluginPhases.Log);
    }

    public PluginInstance[] Rewrite { get; }

    public PluginInstance[] Access { get; }

    public PluginInstance[] RequestBody { get; }

    public PluginInstance[] UpstreamHead { get; }

    public PluginInstance[] ResponseHead { get; }

    public PluginInstance[] ResponseBody { get; }

    public PluginInstance[] Log { get; }

    private static PluginInstance[] Of(PluginInstance[] ordered, PluginPhases phase) => [.. ordered.Where(i => i.Has(phase))];
}
