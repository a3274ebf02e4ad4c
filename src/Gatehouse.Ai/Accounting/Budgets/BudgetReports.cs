using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Core.Diagnostics;

namespace Gatehouse.Ai.Accounting.Budgets;

/// <summary>Tells what budgets allow and what the ledger knows to be spent. Attempts under way and entries not delivered yet are not in it.</summary>
internal sealed class BudgetReports(ILedgerStore store, Func<BudgetPlan> plan, TimeProvider time)
{
    /// <summary>The budgets that count. Throws what the ledger throws.</summary>
    /// <param name="most">Of each budget, so many counters at most, those with the most first.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<IReadOnlyList<BudgetReading>> ReadAsync(int most, CancellationToken cancellation)
        => Task.Run(() => AskAsync(plan().Budgets, most, cancellation), cancellation);

    private async Task<IReadOnlyList<BudgetReading>> AskAsync(IReadOnlyList<Budget> budgets, int most, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var asked = new Dictionary<DateTimeOffset, IReadOnlyList<Spending>>();
        var readings = new List<BudgetReading>(budgets.Count);
        foreach (var budget in budgets)
        {
            if (budget.Amount is null)
            {
                readings.Add(ReadingOf(budget));
                continue;
            }

            var start = BudgetCalendar.StartOf(budget.Period, now);
            if (!asked.TryGetValue(start, out var spendings))
            {
                asked.Add(start, spendings = await store.SpendingAsync(start, now, cancellation).ConfigureAwait(false));
            }

            readings.Add(ReadingOf(budget) with
            {
                ResetsAt = BudgetCalendar.EndOf(budget.Period, start),
                Spent = [.. BudgetSeeder.SumOf(budget, spendings).OrderByDescending(s => s.Value).ThenBy(s => s.Key, StringComparer.Ordinal).Take(most).Select(s => SpendingOf(budget, s.Key, s.Value))],
            });
        }

        return readings;
    }

    private static BudgetReading ReadingOf(Budget budget) => new()
    {
        Name = budget.Name,
        Scope = budget.Scope switch
        {
            BudgetScope.Consumer => "consumer",
            BudgetScope.Group => "consumer_group",
            BudgetScope.Model => "model",
            BudgetScope.ConsumerModel => "consumer_model",
            _ => "global",
        },
        Consumer = budget.Consumer,
        Group = budget.Group,
        Model = budget.Model,
        Amount = budget.Amount,
        Period = budget.Amount is null ? null : budget.Period.ToString().ToLowerInvariant(),
        TokensPerMinute = budget.TokensPerMinute,
        RequestsPerMinute = budget.RequestsPerMinute,
        Concurrent = budget.Concurrent,
    };

    // The inverse of BudgetPlan.SubjectsOf. Ids of consumers have no line end, so that the first one parts them from the model.
    private static BudgetSpending SpendingOf(Budget budget, string subject, decimal usd)
    {
        int end = subject.IndexOf('\n', StringComparison.Ordinal);
        return budget.Scope switch
        {
            BudgetScope.Consumer => new(subject, null, null, usd),
            BudgetScope.Group => new(null, subject, null, usd),
            BudgetScope.Model => new(null, null, subject, usd),
            BudgetScope.ConsumerModel => new(subject[..end], null, subject[(end + 1)..], usd),
            _ => new(null, null, null, usd),
        };
    }
}
