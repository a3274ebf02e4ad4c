namespace Gatehouse.Ai.Compliance;

/// <summary>
/// Which classes of data a request carries, and whence that is known. Only a <see cref="Scanning.Scan"/> makes one, so that there is none for a
/// request that was not looked at. Holds counts and names of classes, never data: fit for audit, ledger and metrics.
/// </summary>
internal sealed class DataClassification
{
    private DataClassification(Scanning.Scan scan)
    {
        Class = scan.Class;
        Classes = scan.Classes;
        Unredactable = scan.Unredactable;
        Origins = scan.Origins;
        Failure = scan.Failure;
        Counts = scan.Counts;
        HasHealthContext = scan.HasHealthContext;
        UninspectableParts = scan.UninspectableParts;
        Fields = scan.Fields;
        Characters = scan.Characters;
        Elapsed = scan.Elapsed;
    }

    /// <summary>The class of the highest rank that the request carries; public when it carries none.</summary>
    public DataClass Class { get; }

    /// <summary>Every class that the request carries. A deployment must admit all that the policy restricts.</summary>
    public DataClassSet Classes { get; }

    /// <summary>Classes known otherwise than by recognisers alone: replacing what was recognised does not rid the request of them.</summary>
    public DataClassSet Unredactable { get; }

    /// <summary>What <see cref="Classes"/> rests on.</summary>
    public ClassificationOrigins Origins { get; }

    /// <summary>Why the scan did not come to an end; then <see cref="Class"/> is the highest the policy protects, or higher.</summary>
    public ScanFailure Failure { get; }

    /// <summary>Hits per kind.</summary>
    public EntityCounts Counts { get; }

    /// <summary>Whether the request as a whole speaks of health.</summary>
    public bool HasHealthContext { get; }

    /// <summary>Parts that could not be read.</summary>
    public int UninspectableParts { get; }

    /// <summary>Fields scanned.</summary>
    public int Fields { get; }

    /// <summary>UTF-16 units scanned.</summary>
    public long Characters { get; }

    /// <summary>Time the scan took.</summary>
    public TimeSpan Elapsed { get; }

    public override string ToString() => $"{Class} ({Origins}; {Counts})";

    /// <summary>Closes a scan and says what it found.</summary>
    internal static DataClassification Of(Scanning.Scan scan)
    {
        scan.Close();
        return new DataClassification(scan);
    }
}
