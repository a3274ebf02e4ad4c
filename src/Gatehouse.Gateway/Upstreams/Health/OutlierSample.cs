namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>One window of one address.</summary>
/// <param name="Requests">How many there were.</param>
/// <param name="ErrorRate">Percentage that failed.</param>
/// <param name="Latency">Mean time of good answers in units of the clock; null = there was none.</param>
internal readonly record struct OutlierSample(long Requests, double ErrorRate, double? Latency);
