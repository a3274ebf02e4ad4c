namespace Gatehouse.Bench.Measurements;

/// <summary>One peer in one round.</summary>
internal sealed record Sample(string Peer, int Round)
{
    public required double RequestsPerSecond { get; init; }

    /// <summary>User plus system time of the proxy's process tree, per request, in µs.</summary>
    public required double CpuMicroseconds { get; init; }

    /// <summary>Milliseconds, as the load generator saw it.</summary>
    public required double P50 { get; init; }

    /// <summary>Milliseconds.</summary>
    public required double P99 { get; init; }

    public required double ResidentMegabytes { get; init; }

    /// <summary>Access log lines written per request; below 1 means lines were dropped.</summary>
    public required double LoggedShare { get; init; }

    /// <summary>Share of the proxy's core that other processes used meanwhile, 0–1: how noisy the round was.</summary>
    public required double OthersShare { get; init; }
}
