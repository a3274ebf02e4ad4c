namespace Gatehouse.Gateway.Overload;

/// <summary>Names of priorities, and how many requests in flight each may bring a limit up to.</summary>
internal static class RequestPriorities
{
    /// <summary>Number of priorities.</summary>
    public const int Count = 4;

    /// <summary>Names as the configuration and metrics write them, in ascending order.</summary>
    public static IReadOnlyList<string> Names { get; } = ["low", "normal", "high", "critical"];

    /// <summary>The priority of a name that the schema has checked.</summary>
    public static RequestPriority Parse(string name) => name switch
    {
        "low" => RequestPriority.Low,
        "high" => RequestPriority.High,
        "critical" => RequestPriority.Critical,
        _ => RequestPriority.Normal,
    };

    /// <summary>
    /// Requests in flight below which one of a priority is let in. Normal ones fill the limit; higher ones go beyond it, by
    /// half or as much again, but by six or ten at least: arrivals are random, and where they are a third of what is served, of k places above
    /// the crowd all are taken once in 3^k times. The limit follows what it measures, so places above it do not raise latency for long.
    /// </summary>
    public static int Ceiling(RequestPriority priority, int limit) => priority switch
    {
        RequestPriority.Low => Math.Max(1, limit - Math.Max(2, limit / 4)),
        RequestPriority.Normal => limit,
        RequestPriority.High => limit + Math.Max(6, limit / 2),
        _ => limit + Math.Max(10, limit),
    };
}
