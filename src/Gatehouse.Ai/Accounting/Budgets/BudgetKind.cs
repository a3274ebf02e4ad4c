namespace Gatehouse.Ai.Accounting.Budgets;

/// <summary>What a counter counts.</summary>
internal enum BudgetKind : byte
{
    /// <summary>Billionths of a USD in a period.</summary>
    Money,

    /// <summary>Tokens of all classes in a minute of the clock.</summary>
    Tokens,

    /// <summary>Attempts in a minute of the clock.</summary>
    Requests,

    /// <summary>Attempts under way.</summary>
    Concurrency,
}
