namespace Gatehouse.Core.Diagnostics;

/// <summary>A budget of the LLM gateway: its limits (null = none), and what was spent of its amount.</summary>
public sealed record BudgetReading
{
    public required string Name { get; init; }

    /// <summary>Who shares a counter: <c>global</c>, <c>consumer</c>, <c>group</c>, <c>model</c>, <c>consumer_model</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>The only consumer it is for.</summary>
    public string? Consumer { get; init; }

    /// <summary>The only group it is for.</summary>
    public string? Group { get; init; }

    /// <summary>The only model it is for.</summary>
    public string? Model { get; init; }

    /// <summary>US dollars in a period.</summary>
    public decimal? Amount { get; init; }

    /// <summary><c>hour</c>, <c>day</c>, <c>week</c>, <c>month</c> or <c>total</c>; null without an amount.</summary>
    public string? Period { get; init; }

    /// <summary>When the amount begins anew; null = never.</summary>
    public DateTimeOffset? ResetsAt { get; init; }

    public long? TokensPerMinute { get; init; }

    public long? RequestsPerMinute { get; init; }

    public long? Concurrent { get; init; }

    /// <summary>What the ledger knows of this period.</summary>
    public IReadOnlyList<BudgetSpending> Spent { get; init; } = [];
}
