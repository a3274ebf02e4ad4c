namespace Gatehouse.Bench.Loads;

/// <summary>What a load generator saw. Latencies in milliseconds.</summary>
internal sealed record LoadResult(long Requests, double Seconds, double P50, double P99, long Errors);
