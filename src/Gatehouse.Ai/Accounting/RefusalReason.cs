namespace Gatehouse.Ai.Accounting;

/// <summary>Why an attempt was not let in.</summary>
internal enum RefusalReason
{
    /// <summary>A budget in USD is used up, or would be.</summary>
    Budget,

    /// <summary>Tokens per minute.</summary>
    Tokens,

    /// <summary>Requests per minute.</summary>
    Requests,

    /// <summary>Attempts at the same time.</summary>
    Concurrency,

    /// <summary>A budget in USD applies, and what the model costs is not known.</summary>
    PriceUnknown,

    /// <summary>Budgets cannot be looked at now: Redis is away, or they are not seeded yet.</summary>
    BudgetsUnavailable,

    /// <summary>The ledger takes no more: its spool is full or broken.</summary>
    LedgerUnavailable,
}
