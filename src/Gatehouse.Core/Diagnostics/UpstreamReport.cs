namespace Gatehouse.Core.Diagnostics;

/// <summary>Health of an upstream on this node.</summary>
/// <param name="IsChecked">Whether anything is checked.</param>
/// <param name="IsHealthy">Whether enough of the weight is there for requests to be sent.</param>
/// <param name="Targets">Its targets with a weight above 0.</param>
public sealed record UpstreamReport(bool IsChecked, bool IsHealthy, IReadOnlyList<TargetReport> Targets);
