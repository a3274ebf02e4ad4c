namespace Gatehouse.Ai.Accounting.Budgets;

/// <summary>What became of a reservation.</summary>
/// <param name="Outcome">What.</param>
/// <param name="Index">Which charge did not fit.</param>
internal readonly record struct BudgetVerdict(BudgetOutcome Outcome, int Index = 0);
