namespace Gatehouse.Core.Diagnostics;

/// <summary>A plugin instance that limits.</summary>
/// <param name="Id">Id of the instance.</param>
/// <param name="Name">Name of the plugin.</param>
/// <param name="InstanceName">Name of the instance, null when it has none.</param>
/// <param name="Policy">Where its counters are.</param>
/// <param name="Limits">Its limits.</param>
public sealed record LimitingPlugin(string Id, string Name, string? InstanceName, string Policy, IReadOnlyList<LimitDescription> Limits);
