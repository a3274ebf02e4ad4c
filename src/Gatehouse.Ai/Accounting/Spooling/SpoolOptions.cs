namespace Gatehouse.Ai.Accounting.Spooling;

/// <summary>Where entries wait for the database, and how many may.</summary>
internal sealed record SpoolOptions
{
    /// <summary>Folder of this node alone; made when missing.</summary>
    public required string Directory { get; init; }

    /// <summary>Bytes of one file, 64 KiB … 1 GiB. Default 8 MiB: some 20,000 attempts.</summary>
    public int SegmentBytes { get; init; } = 8 << 20;

    /// <summary>
    /// Bytes of all files before no more attempts are let in; at least three segments. Default 1 GiB: some 2.5 million attempts, hours of an
    /// outage at a hundred a second.
    /// </summary>
    public long MaxBytes { get; init; } = 1L << 30;

    /// <summary>
    /// Longest time that a record is only in the kernel's memory. A killed process loses nothing in that time, a machine without power may.
    /// Default 100 ms.
    /// </summary>
    public TimeSpan SyncInterval { get; init; } = TimeSpan.FromMilliseconds(100);
}
