using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Accounting.Ledger;

/// <summary>
/// One attempt at one vendor, for ever. No content, no key, no header: names, figures and times only.
/// </summary>
internal sealed record LedgerEntry
{
    /// <summary>Whose second entry is none: the primary key.</summary>
    public required Guid AttemptId { get; init; }

    /// <summary>The request it belongs to; several attempts may.</summary>
    public required string RequestId { get; init; }

    /// <summary>When the attempt began, UTC, to the millisecond.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Id of the consumer; null = none.</summary>
    public string? ConsumerId { get; init; }

    /// <summary>Name of the consumer at that time; null = none.</summary>
    public string? ConsumerName { get; init; }

    /// <summary>Groups of the consumer at that time.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Id of the credential that the client showed, never the credential; null = none.</summary>
    public string? CredentialId { get; init; }

    /// <summary>The name that the client used for the model.</summary>
    public required string Model { get; init; }

    /// <summary>Name of the provider.</summary>
    public required string Provider { get; init; }

    /// <summary>Name of the deployment.</summary>
    public required string Deployment { get; init; }

    /// <summary>The vendor's model, as the vendor's answer names it where it does.</summary>
    public required string VendorModel { get; init; }

    /// <summary>Tokens by class.</summary>
    public TokenUsage Usage { get; init; }

    /// <summary>USD, to 18 places; null = the price is not known.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Version of the price book; empty where no price was known.</summary>
    public string PriceVersion { get; init; } = "";

    /// <summary>Whether tokens or cost are the gateway's estimate.</summary>
    public bool IsEstimated { get; init; }

    /// <summary>How it ended.</summary>
    public AttemptOutcome Outcome { get; init; }

    /// <summary>Whether the client asked for a stream.</summary>
    public bool IsStream { get; init; }

    /// <summary>From beginning to end, milliseconds.</summary>
    public long LatencyMilliseconds { get; init; }

    /// <summary>From the beginning to the first content, milliseconds; null = there was none.</summary>
    public long? FirstTokenMilliseconds { get; init; }

    /// <summary>Name of the data class of the request; null = not classified.</summary>
    public string? DataClass { get; init; }

    /// <summary>Tags of route, consumer or model.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
}
