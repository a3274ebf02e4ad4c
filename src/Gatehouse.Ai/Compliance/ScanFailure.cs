namespace Gatehouse.Ai.Compliance;

/// <summary>Why a scan did not come to an end.</summary>
internal enum ScanFailure
{
    None = 0,

    /// <summary>More characters or fields than the bound.</summary>
    Oversize,

    /// <summary>The time budget was used up.</summary>
    TimeOut,

    /// <summary>A recogniser threw.</summary>
    Fault,
}
