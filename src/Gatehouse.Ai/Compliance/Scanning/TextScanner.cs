namespace Gatehouse.Ai.Compliance.Scanning;

/// <summary>Scans requests under one policy. Immutable but for a few kept buffers; shared by all loops.</summary>
internal sealed class TextScanner(CompliancePolicy policy, TimeProvider clock)
{
    // One kept scan is enough for a loop that scans a request to its end before the next; others allocate.
    private const int MaxKept = 8;

    private readonly Scan?[] _kept = new Scan?[MaxKept];

    public CompliancePolicy Policy => policy;

    internal TimeProvider Clock => clock;

    /// <summary>Begins the scan of one request. Dispose it when decided and redacted.</summary>
    public Scan Begin()
    {
        for (var i = 0; i < _kept.Length; i++)
        {
            if (_kept[i] is not null && Interlocked.Exchange(ref _kept[i], null) is { } kept)
            {
                kept.Begin();
                return kept;
            }
        }

        var scan = new Scan(this);
        scan.Begin();
        return scan;
    }

    internal void Keep(Scan scan)
    {
        for (var i = 0; i < _kept.Length; i++)
        {
            if (Interlocked.CompareExchange(ref _kept[i], scan, null) is null)
            {
                return;
            }
        }
    }
}
