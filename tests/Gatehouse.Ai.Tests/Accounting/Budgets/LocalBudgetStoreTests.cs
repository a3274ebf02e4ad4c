using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Ai.Accounting.Budgets;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Ai.Tests.Accounting.Budgets;

public class LocalBudgetStoreTests
{
    private const long Usd = 1_000_000_000;

    [Fact]
    public async Task Thousand_at_once_get_no_more_than_the_budget()
    {
        var store = new LocalBudgetStore(TimeProvider.System);
        var plan = new BudgetPlan([BudgetSamples.Amount(100)]);
        using var start = new ManualResetEventSlim();
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(() =>
        {
            start.Wait();
            int admitted = 0;
            for (int i = 0; i < 125; i++)
            {
                admitted += store.ReserveAsync(Guid.NewGuid(), ChargesOf(plan, Usd), default).Result.Outcome == BudgetOutcome.Admitted ? 1 : 0;
            }

            return admitted;
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).Append(Task.Run(() =>
        {
            start.Set();
            return 0;
        })));
        Assert.Equal(100, verdicts.Sum());
    }

    [Fact]
    public async Task Refusal_takes_from_no_counter()
    {
        var store = new LocalBudgetStore(TimeProvider.System);
        var plan = new BudgetPlan([BudgetSamples.Amount(10, name: "wide"), BudgetSamples.Amount(1, name: "narrow")]);
        var charges = ChargesOf(plan, 2 * Usd);
        var verdict = await store.ReserveAsync(Guid.NewGuid(), charges, default);
        Assert.Equal(new BudgetVerdict(BudgetOutcome.Refused, 1), verdict);
        Assert.All(charges, c => Assert.Equal(0, store.UsedOf(c.Key)));
    }

    [Fact]
    public void Counter_holds_what_was_spent_and_what_is_reserved()
        => Prop.ForAll(ArbMap.Default.GeneratorFor<(byte, byte, bool)>().ArrayOf().ToArbitrary(), steps =>
        {
            var store = new LocalBudgetStore(TimeProvider.System);
            var plan = new BudgetPlan([BudgetSamples.Amount(500 / (decimal)Usd)]);
            long spent = 0;
            long reserved = 0;
            string key = ChargesOf(plan, 0)[0].Key;
            foreach (var (estimate, actual, isSettled) in steps)
            {
                var charges = ChargesOf(plan, estimate);
                bool fits = estimate == 0 || spent + reserved + estimate <= 500;
                if ((store.ReserveAsync(Guid.NewGuid(), charges, default).Result.Outcome == BudgetOutcome.Admitted) != fits)
                {
                    return false;
                }

                if (fits && isSettled)
                {
                    BudgetActuals.Fill(charges, actual, 0, 0);
                    store.Settle(Guid.NewGuid(), charges);
                    spent += actual;
                }
                else if (fits)
                {
                    reserved += estimate;
                }

                if (store.UsedOf(key) != spent + reserved)
                {
                    return false;
                }
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public async Task What_costs_nothing_is_let_in_when_the_budget_is_gone()
    {
        var store = new LocalBudgetStore(TimeProvider.System);
        var plan = new BudgetPlan([BudgetSamples.Amount(0)]);
        Assert.Equal(BudgetOutcome.Admitted, (await store.ReserveAsync(Guid.NewGuid(), ChargesOf(plan, 0), default)).Outcome);
        Assert.Equal(BudgetOutcome.Refused, (await store.ReserveAsync(Guid.NewGuid(), ChargesOf(plan, 1), default)).Outcome);
    }

    [Fact]
    public async Task Seeding_raises_a_counter_and_never_lowers_it()
    {
        var store = new LocalBudgetStore(TimeProvider.System);
        var counter = BudgetPlan.AmountOf(BudgetSamples.Amount(10), "", BudgetSamples.Now, 0);
        await store.SeedAsync(counter, 5);
        Assert.Equal(5, store.UsedOf(counter.Key));
        await store.SeedAsync(counter, 3);
        Assert.Equal(5, store.UsedOf(counter.Key));
    }

    [Fact]
    public async Task Counters_of_past_periods_are_forgotten()
    {
        var clock = new FakeClock(BudgetSamples.Now);
        var store = new LocalBudgetStore(clock);
        var plan = new BudgetPlan([new Budget { Name = "b", Scope = BudgetScope.Consumer, RequestsPerMinute = 1 }]);
        for (int i = 0; i < 5000; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await store.ReserveAsync(Guid.NewGuid(), plan.ChargesOf(BudgetSamples.AttemptOf(), clock.GetUtcNow(), 0, 0), default);
        }

        Assert.InRange(store.Count, 1, 1100);
    }

    private static BudgetCharge[] ChargesOf(BudgetPlan plan, long nano) => plan.ChargesOf(BudgetSamples.AttemptOf(), BudgetSamples.Now, nano, 0);
}
