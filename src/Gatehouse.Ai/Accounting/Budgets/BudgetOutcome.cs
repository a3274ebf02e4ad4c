namespace Gatehouse.Ai.Accounting.Budgets;

/// <summary>What became of a reservation.</summary>
internal enum BudgetOutcome
{
    /// <summary>All charges are reserved.</summary>
    Admitted,

    /// <summary>One does not fit; nothing is reserved.</summary>
    Refused,

    /// <summary>Nobody could say; what may be reserved all the same goes by itself.</summary>
    Unavailable,
}
