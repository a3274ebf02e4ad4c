namespace Gatehouse.Ai.Accounting.Budgets;

/// <summary>When an amount begins anew, in UTC.</summary>
internal enum BudgetPeriod
{
    /// <summary>Every full hour.</summary>
    Hour,

    /// <summary>At midnight.</summary>
    Day,

    /// <summary>On Monday.</summary>
    Week,

    /// <summary>On the first.</summary>
    Month,

    /// <summary>Never.</summary>
    Total,
}
