namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>What came of a probe.</summary>
/// <param name="Kind">What it counts as; never unknown.</param>
/// <param name="Detail">In words, for the log.</param>
internal readonly record struct ProbeResult(FailureKind Kind, string Detail);
