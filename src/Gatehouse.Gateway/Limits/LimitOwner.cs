using Gatehouse.Core.Configuration;
using Gatehouse.Core.Diagnostics;

namespace Gatehouse.Gateway.Limits;

/// <summary>A plugin instance whose counters an administrator may see.</summary>
/// <param name="Config">The instance.</param>
/// <param name="Policy">Name of the store.</param>
/// <param name="Store">The store.</param>
/// <param name="Rules">Its rules.</param>
/// <param name="Subject">Makes keys of words; any of the instance's will do for all but prefixes of addresses.</param>
internal sealed record LimitOwner(PluginConfig Config, string Policy, ILimitStore Store, IReadOnlyList<LimitRule> Rules, LimitSubject Subject)
{
    /// <summary>The instance as the Admin API shows it.</summary>
    public LimitingPlugin Describe() => new(
        Config.Id,
        Config.Name,
        Config.InstanceName,
        Policy,
        [.. Rules.Select(r => new LimitDescription(
            r.Name,
            LimitAlgorithmNames.All[(int)r.Algorithm],
            r.Limit,
            r.Algorithm == LimitAlgorithm.Concurrency ? null : r.Window.Nanoseconds / LimitWindow.Second))]);
}
