using Gatehouse.Ai.Accounting;
using Gatehouse.Ai.Accounting.Budgets;
using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Accounting.Prices;
using Gatehouse.Ai.Canonical;
using Xunit;

namespace Gatehouse.Ai.Tests.Accounting.Budgets;

public class BudgetReportsTests
{
    [Fact]
    public async Task Budgets_say_who_spent_what_of_them()
    {
        Budget[] budgets =
        [
            BudgetSamples.Amount(10, BudgetScope.Consumer, BudgetPeriod.Day, "each"),
            BudgetSamples.Amount(20, name: "all"),
            new Budget { Name = "both", Scope = BudgetScope.ConsumerModel, Amount = 5, Period = BudgetPeriod.Total },
            new Budget { Name = "calls", Scope = BudgetScope.Global, RequestsPerMinute = 100 },
        ];
        await using var bench = await AccountantBench.OpenAsync(budgets);
        foreach (string consumer in new[] { "a", "b", "b", "c" })
        {
            var admission = await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(consumer, "dollar"), TokenEstimate.Of(0, 1));
            bench.Accountant.Settle(admission, new AttemptResult { Outcome = AttemptOutcome.Completed, Usage = new TokenUsage { Input = 0, Output = 1 } });
        }

        await bench.Accountant.ShipAsync();
        var read = await bench.Accountant.Budgets.ReadAsync(2, default);

        Assert.Equal(["each", "all", "both", "calls"], read.Select(b => b.Name));
        Assert.Equal([("b", 2m), ("a", 1m)], read[0].Spent.Select(s => (s.Consumer!, s.Usd)));
        Assert.NotNull(read[0].ResetsAt);
        Assert.Equal([(null, null, null, 4m)], read[1].Spent.Select(s => (s.Consumer, s.Group, s.Model, s.Usd)));
        Assert.Equal(("b", BudgetSamples.AttemptOf("b").Model), (read[2].Spent[0].Consumer, read[2].Spent[0].Model));
        Assert.Null(read[2].ResetsAt);
        Assert.Empty(read[3].Spent);
        Assert.Equal((null, 100L), (read[3].Period, read[3].RequestsPerMinute));
    }
}
