using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Selection;

namespace Gatehouse.Ai.Observability;

/// <summary>One attempt that is over, as metrics, audit and traces tell it. No content.</summary>
internal sealed record AttemptRecord(Deployment Deployment, AttemptOutcome Outcome)
{
    /// <summary>Why it failed; null = it did not.</summary>
    public AiError? Error { get; init; }

    /// <summary>The model that the vendor says answered; null = it did not say.</summary>
    public string? ResponseModel { get; init; }

    /// <summary>What the vendor counted; null = nothing.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>US dollars; null = not known.</summary>
    public decimal? Cost { get; init; }

    public bool IsStream { get; init; }

    public TimeSpan Duration { get; init; }

    /// <summary>From the call to the first content; null = there was none.</summary>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>Mean time between pieces of content; null = there were fewer than two.</summary>
    public TimeSpan? MeanGap { get; init; }

    /// <summary>The failure as a word of a small set; null = none.</summary>
    public string? ErrorType => Error is { } error ? ErrorTypes.Of(error.Kind) : Outcome switch
    {
        AttemptOutcome.Completed or AttemptOutcome.Cached => null,
        AttemptOutcome.ClientLeft => "client_left",
        _ => "broken_off",
    };
}
