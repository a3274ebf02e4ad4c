namespace Gatehouse.Bench.Measurements.Ai;

/// <summary>One round under saturating load: answers a second, and CPU for each.</summary>
internal readonly record struct LoadSample(double PerSecond, double CpuMicroseconds);
