using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Accounting;

/// <summary>How an attempt ended.</summary>
internal readonly record struct AttemptResult
{
    /// <summary>How.</summary>
    public required AttemptOutcome Outcome { get; init; }

    /// <summary>What the vendor reported; null = nothing.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Characters of the answer that came, for an estimate where the vendor reported nothing; null = not known.</summary>
    public long? OutputCharacters { get; init; }

    /// <summary>The model that the vendor says answered; null = it did not say.</summary>
    public string? VendorModel { get; init; }

    /// <summary>The tier that the vendor says it served; null = it did not say.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Milliseconds from the beginning to the first content; null = there was none.</summary>
    public long? FirstTokenMilliseconds { get; init; }
}
