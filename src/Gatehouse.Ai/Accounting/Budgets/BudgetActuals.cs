namespace Gatehouse.Ai.Accounting.Budgets;

/// <summary>Fills in what was used in the end.</summary>
internal static class BudgetActuals
{
    /// <summary>Sets <see cref="BudgetCharge.Actual"/> by kind.</summary>
    public static void Fill(BudgetCharge[] charges, long nano, long tokens, long requests)
    {
        foreach (ref var charge in charges.AsSpan())
        {
            charge.Actual = charge.Kind switch
            {
                BudgetKind.Money => nano,
                BudgetKind.Tokens => tokens,
                BudgetKind.Requests => requests,
                _ => 0,
            };
        }
    }
}
