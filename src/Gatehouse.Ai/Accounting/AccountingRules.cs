using Gatehouse.Ai.Accounting.Budgets;
using Gatehouse.Ai.Accounting.Prices;

namespace Gatehouse.Ai.Accounting;

/// <summary>What a configuration says about money. Immutable; changes as a whole.</summary>
/// <param name="Prices">The price book with its overrides.</param>
/// <param name="Budgets">The budgets.</param>
internal sealed record AccountingRules(PriceBook Prices, BudgetPlan Budgets)
{
    /// <summary>The book in this program, and no budget.</summary>
    public static AccountingRules Default { get; } = new(PriceBook.BuiltIn, BudgetPlan.Empty);
}
