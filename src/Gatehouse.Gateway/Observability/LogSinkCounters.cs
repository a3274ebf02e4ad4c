namespace Gatehouse.Gateway.Observability;

/// <summary>What happened to the lines of a sink so far.</summary>
/// <param name="Written">Lines handed to the target.</param>
/// <param name="Dropped">Lines that found the queue full.</param>
/// <param name="Failed">Lines lost because the target failed.</param>
public readonly record struct LogSinkCounters(long Written, long Dropped, long Failed);
