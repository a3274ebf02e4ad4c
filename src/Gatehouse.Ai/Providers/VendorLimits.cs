namespace Gatehouse.Ai.Providers;

/// <summary>What a vendor says is left of its limits, from the header fields of an answer. Null = not said.</summary>
internal sealed record VendorLimits
{
    public long? RemainingRequests { get; init; }

    public long? RemainingTokens { get; init; }

    /// <summary>Until requests are full again, from when the answer came.</summary>
    public TimeSpan? RequestsReset { get; init; }

    public TimeSpan? TokensReset { get; init; }
}
