using Gatehouse.Core.Plugins;

namespace Gatehouse.Gateway.Overload;

/// <summary>What shedding load keeps of the node, over reloads; offered by <see cref="PluginBuildContext.Services"/> under this type.</summary>
internal sealed class OverloadNode(TimeProvider time)
{
    /// <summary>Adaptive limits of services.</summary>
    public AdaptiveLimiters Limiters { get; } = new(time);

    /// <summary>The services of a build; throws <see cref="PluginBuildException"/> when the program offers none.</summary>
    public static OverloadNode From(PluginBuildContext context)
        => (OverloadNode?)context.Services.GetService(typeof(OverloadNode))
            ?? throw new PluginBuildException($"{context.Instance.Name}: the program offers no {nameof(OverloadNode)}");
}
