using Gatehouse.Ai.Accounting.Ledger;

namespace Gatehouse.Ai.Accounting.Budgets;

/// <summary>Tells counters of amounts what the ledger knows of their period.</summary>
internal static class BudgetSeeder
{
    /// <summary>Seeds all amounts of a plan; false when a store did not take one. Throws what the ledger throws.</summary>
    /// <param name="budgets">Which.</param>
    /// <param name="ledger">Knows what was spent.</param>
    /// <param name="store">Has the counters.</param>
    /// <param name="now">Which period it is.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<bool> SeedAsync(
        IReadOnlyList<Budget> budgets, ILedgerStore ledger, IBudgetStore store, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var group in budgets.Where(b => b.Amount is not null).GroupBy(b => BudgetCalendar.StartOf(b.Period, now)))
        {
            var spendings = await ledger.SpendingAsync(group.Key, now, cancellation).ConfigureAwait(false);
            foreach (var budget in group)
            {
                foreach (var (subject, usd) in SumOf(budget, spendings))
                {
                    if (!await store.SeedAsync(BudgetPlan.AmountOf(budget, subject, now, 0), ExactMoney.NanoUp(usd)).ConfigureAwait(false))
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }

    /// <summary>What was spent of a budget, by who its counters are for.</summary>
    public static Dictionary<string, decimal> SumOf(Budget budget, IReadOnlyList<Spending> spendings)
    {
        var sums = new Dictionary<string, decimal>();
        foreach (var spending in spendings)
        {
            if (budget.Covers(spending.ConsumerId, spending.ConsumerName, spending.Groups, spending.Model))
            {
                foreach (string subject in BudgetPlan.SubjectsOf(budget, spending.ConsumerId, spending.Groups, spending.Model))
                {
                    sums[subject] = sums.GetValueOrDefault(subject) + spending.Usd;
                }
            }
        }

        return sums;
    }
}
