namespace Gatehouse.Bench.Measurements.Ai;

/// <summary>One round at a fixed rate: milliseconds until the first content.</summary>
internal readonly record struct PacedSample(double P50, double P99);
