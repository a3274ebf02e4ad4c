namespace Gatehouse.Gateway.Limits.Local;

/// <summary>Bounds of the counters of a node.</summary>
internal sealed record LocalLimitOptions
{
    /// <summary>
    /// Counters, a power of two from 8 on; one for each key and limit. Default 1,048,576. Each takes 72.5 bytes once used: 64 of the cell,
    /// 8 of a reference, half a byte of its set.
    /// </summary>
    public int Cells { get; init; } = 1 << 20;

    /// <summary>
    /// Bytes for the logs of sliding windows that three times do not suffice for. Default 64 MiB: 32,000 keys with more than 256 requests
    /// in a window each. Beyond, such keys count in coarser groups.
    /// </summary>
    public long LogBytes { get; init; } = 64 << 20;
}
