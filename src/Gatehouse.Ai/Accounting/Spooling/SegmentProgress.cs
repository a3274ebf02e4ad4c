namespace Gatehouse.Ai.Accounting.Spooling;

/// <summary>How far a segment has been shipped.</summary>
internal sealed class SegmentProgress
{
    /// <summary>Where to go on.</summary>
    public long Position { get; set; }

    /// <summary>Attempts that began in it and have not ended.</summary>
    public int Open { get; set; }

    /// <summary>Whether nothing is left to read, and nothing will come.</summary>
    public bool IsRead { get; set; }
}
