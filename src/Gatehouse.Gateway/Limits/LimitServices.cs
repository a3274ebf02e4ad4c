using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Limits.Local;
using Gatehouse.Gateway.Limits.Shared;
using Gatehouse.Gateway.Redis;

namespace Gatehouse.Gateway.Limits;

/// <summary>
/// What plugins that limit use of the node: counters outlive snapshots. Offered by <see cref="PluginBuildContext.Services"/> under this type.
/// </summary>
internal sealed class LimitServices
{
    /// <param name="options">Bounds of the local counters; their memory is taken when the first plugin asks for them.</param>
    /// <param name="metrics">Counts what was refused.</param>
    /// <param name="redis">Redis of the node, for counters that nodes share.</param>
    /// <param name="time">The only clock.</param>
    public LimitServices(LocalLimitOptions options, LimitMetrics metrics, RedisNodes redis, TimeProvider time)
    {
        Metrics = metrics;
        var clock = new LimitClock(time);
        var local = new Lazy<LocalLimitStore>(() => new LocalLimitStore(options, clock));
        Stores = new LimitStores(local, new SharedStores(redis, clock, () => local.Value));
        metrics.Local = () => Stores.LocalIfUsed;
    }

    /// <summary>Stores by policy.</summary>
    public LimitStores Stores { get; }

    /// <summary>Who limits.</summary>
    public LimitDirectory Directory { get; } = new();

    /// <summary>Counts what was refused.</summary>
    public LimitMetrics Metrics { get; }

    /// <summary>The services of a build; throws <see cref="PluginBuildException"/> when the program offers none.</summary>
    public static LimitServices From(PluginBuildContext context)
        => (LimitServices?)context.Services.GetService(typeof(LimitServices))
            ?? throw new PluginBuildException($"{context.Instance.Name}: the program offers no {nameof(LimitServices)}");
}
