using Gatehouse.Ai.Accounting.Budgets;
using Xunit;

namespace Gatehouse.Ai.Tests.Accounting.Budgets;

public class BudgetPlanTests
{
    [Theory]
    [InlineData("Global", 1)]
    [InlineData("Consumer", 3)]
    [InlineData("Model", 2)]
    [InlineData("ConsumerModel", 5)]
    public void Scope_says_who_shares_a_counter(string scope, int counters)
    {
        var plan = new BudgetPlan([BudgetSamples.Amount(1, Enum.Parse<BudgetScope>(scope))]);
        (string?, string)[] who = [("a", "m"), ("a", "n"), ("b", "m"), ("b", "n"), (null, "m"), ("a", "m")];
        var keys = who.SelectMany(w => plan.ChargesOf(BudgetSamples.AttemptOf(w.Item1, w.Item2), BudgetSamples.Now, 1, 1)).Select(c => c.Key);
        Assert.Equal(counters, keys.Distinct().Count());
    }

    [Fact]
    public void Consumer_of_several_groups_counts_in_each()
    {
        var plan = new BudgetPlan([BudgetSamples.Amount(1, BudgetScope.Group)]);
        Assert.Equal(2, plan.ChargesOf(BudgetSamples.AttemptOf("a", "m", "g", "h", "g"), BudgetSamples.Now, 1, 1).Length);
        Assert.Empty(plan.ChargesOf(BudgetSamples.AttemptOf("a"), BudgetSamples.Now, 1, 1));
        var one = new BudgetPlan([BudgetSamples.Amount(1, BudgetScope.Group) with { Group = "h" }]);
        Assert.Single(one.ChargesOf(BudgetSamples.AttemptOf("a", "m", "g", "h"), BudgetSamples.Now, 1, 1));
        Assert.Empty(one.ChargesOf(BudgetSamples.AttemptOf("a", "m", "g"), BudgetSamples.Now, 1, 1));
    }

    [Theory]
    [InlineData("c", "m", true)]
    [InlineData("c", "other", false)]
    [InlineData("other", "m", false)]
    [InlineData(null, "m", false)]
    public void Budget_for_one_is_not_for_others(string? consumer, string model, bool isCovered)
    {
        var plan = new BudgetPlan([BudgetSamples.Amount(1) with { Consumer = "name of c", Model = "m" }]);
        Assert.Equal(isCovered, plan.ChargesOf(BudgetSamples.AttemptOf(consumer, model), BudgetSamples.Now, 1, 1).Length == 1);
    }

    [Fact]
    public void Each_limit_is_a_charge_of_its_own_kind()
    {
        var plan = new BudgetPlan([BudgetSamples.Amount(2) with { TokensPerMinute = 100, RequestsPerMinute = 5, Concurrent = 3 }]);
        var charges = plan.ChargesOf(BudgetSamples.AttemptOf(), BudgetSamples.Now, 7, 50);
        Assert.Equal(
            [(BudgetKind.Concurrency, 3L, 1L), (BudgetKind.Requests, 5, 1), (BudgetKind.Tokens, 100, 50), (BudgetKind.Money, 2_000_000_000, 7)],
            charges.Select(c => (c.Kind, c.Limit, c.Reserved)));
        Assert.Equal([null, "12:31", "12:31", "00:00"], charges.Select(c => c.ResetsAt?.ToString("HH:mm", null)));
        Assert.Equal(4, charges.Select(c => c.Key).Distinct().Count());
    }

    [Fact]
    public void Other_period_of_the_same_name_is_another_counter()
    {
        var first = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        var day = BudgetPlan.AmountOf(BudgetSamples.Amount(1, period: BudgetPeriod.Day), "", first, 0);
        var month = BudgetPlan.AmountOf(BudgetSamples.Amount(1, period: BudgetPeriod.Month), "", first, 0);
        Assert.NotEqual(day.Key, month.Key);
    }

    [Theory]
    [InlineData("", 1.0, "name")]
    [InlineData("b", -1.0, "amount")]
    [InlineData("b", 9000001.0, "amount")]
    [InlineData("b", null, "limits nothing")]
    public void Budget_with_errors_is_refused(string name, double? amount, string error)
    {
        var budget = new Budget { Name = name, Scope = BudgetScope.Global, Amount = (decimal?)amount };
        Assert.Contains(error, Assert.Throws<ArgumentException>(() => new BudgetPlan([budget])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_there_once()
        => Assert.Contains("2 times", Assert.Throws<ArgumentException>(() => new BudgetPlan([BudgetSamples.Amount(1), BudgetSamples.Amount(2)])).Message, StringComparison.Ordinal);
}
