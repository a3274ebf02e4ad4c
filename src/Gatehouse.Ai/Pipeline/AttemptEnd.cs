using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Pipeline;

/// <summary>How an attempt ended.</summary>
internal sealed record AttemptEnd(AttemptOutcome Outcome)
{
    /// <summary>What the vendor counted; null = it said nothing.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Characters of the answer that came, thought and arguments included; null = none can have.</summary>
    public long? OutputCharacters { get; init; }

    /// <summary>The class of service the vendor says it used.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>From the call to the first content; null = there was none.</summary>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>From the call to its end.</summary>
    public TimeSpan Duration { get; init; }
}
