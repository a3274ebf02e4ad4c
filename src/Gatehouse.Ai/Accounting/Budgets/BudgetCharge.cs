namespace Gatehouse.Ai.Accounting.Budgets;

/// <summary>What an attempt takes from one counter.</summary>
internal struct BudgetCharge
{
    /// <summary>The budget.</summary>
    public required Budget Budget { get; init; }

    /// <summary>Which of its limits.</summary>
    public required BudgetKind Kind { get; init; }

    /// <summary>Name of the counter: budget, kind, who, and of a period its beginning.</summary>
    public required string Key { get; init; }

    /// <summary>The limit.</summary>
    public required long Limit { get; init; }

    /// <summary>What is reserved, ≥ 0. Nothing is always let in.</summary>
    public required long Reserved { get; init; }

    /// <summary>End of the period; null = it has none.</summary>
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>What was used in the end.</summary>
    public long Actual { get; set; }

    /// <summary>The node's counter, where that decided.</summary>
    public LocalCounter? Local { get; set; }
}
