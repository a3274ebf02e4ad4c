using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Limits.Local;
using Gatehouse.Gateway.Limits.Shared;

namespace Gatehouse.Gateway.Limits;

/// <summary>The stores of a node, chosen by a plugin's <c>policy</c>. Stores outlive snapshots, and so do the counters in them.</summary>
/// <param name="local">The counters of this node.</param>
/// <param name="shared">Counters in Redis.</param>
internal sealed class LimitStores(Lazy<LocalLimitStore> local, SharedStores shared)
{
    /// <summary>The counters of this node.</summary>
    public LocalLimitStore Local => local.Value;

    /// <summary>The counters of this node, null while nobody has asked for them.</summary>
    public LocalLimitStore? LocalIfUsed => local.IsValueCreated ? local.Value : null;

    /// <summary>
    /// The store of a policy, asked while a plugin is built. Throws <see cref="PluginBuildException"/> for one that this node cannot have.
    /// </summary>
    /// <param name="policy"><c>local</c>, <c>redis</c> or <c>cluster</c>.</param>
    /// <param name="config">The plugin's configuration with its <c>redis</c>, <c>sync_rate</c> and <c>fault_tolerant</c>.</param>
    public ILimitStore Open(string policy, ConfigReader config)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy switch
        {
            "local" => Local,
            "redis" => shared.Acquire(config),
            "cluster" => throw new PluginBuildException(
                "policy", "counters in the database need a database, and this node has none", policy, "use policy: local"),
            _ => throw new PluginBuildException("policy", "this node has no store for the policy", policy, "use policy: local"),
        };
    }

    /// <summary>Gives back what <see cref="Open"/> gave, when the plugin is disposed.</summary>
    public void Close(ILimitStore store)
    {
        if (!ReferenceEquals(store, LocalIfUsed) && !shared.TryRelease(store))
        {
            throw new ArgumentException("not a store of this node", nameof(store));
        }
    }
}
