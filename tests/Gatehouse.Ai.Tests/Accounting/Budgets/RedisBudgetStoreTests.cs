using Gatehouse.Ai.Accounting.Budgets;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Ai.Tests.Accounting.Budgets;

public class RedisBudgetStoreTests
{
    private const long Usd = 1_000_000_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Thousand_at_once_on_three_nodes_get_no_more_than_the_budget()
    {
        await using var bench = await RedisBudgetBench.StartAsync(3);
        var plan = new BudgetPlan([BudgetSamples.Amount(100), BudgetSamples.Amount(1000, BudgetScope.Consumer, name: "wide")]);
        var admitted = await Task.WhenAll(Enumerable.Range(0, 3).Select(node => bench.OnAsync(node, async () =>
        {
            var all = Enumerable.Range(0, 334).Select(_ => bench.Stores[node].ReserveAsync(Guid.NewGuid(), ChargesOf(plan, Usd), Lifetime).AsTask()).ToArray();
            return (await Task.WhenAll(all)).Count(v => v.Outcome == BudgetOutcome.Admitted);
        })));
        Assert.Equal(100, admitted.Sum());
        Assert.Equal((0, 100 * Usd), await bench.CounterAsync(ChargesOf(plan, 0)[0].Key));
        Assert.Equal((0, 100 * Usd), await bench.CounterAsync(ChargesOf(plan, 0)[1].Key));
    }

    [Fact]
    public async Task Settling_puts_the_actual_in_the_place_of_the_reserved_once()
    {
        await using var bench = await RedisBudgetBench.StartAsync();
        var plan = new BudgetPlan([BudgetSamples.Amount(10) with { Concurrent = 5, RequestsPerMinute = 9, TokensPerMinute = 1000 }]);
        var charges = plan.ChargesOf(BudgetSamples.AttemptOf(), BudgetSamples.Now, 2 * Usd, 300);
        var attempt = Guid.NewGuid();
        await bench.OnAsync(0, async () =>
        {
            Assert.Equal(BudgetOutcome.Admitted, (await bench.Stores[0].ReserveAsync(attempt, charges, Lifetime)).Outcome);

            // The same attempt again is the same reservation.
            Assert.Equal(BudgetOutcome.Admitted, (await bench.Stores[0].ReserveAsync(attempt, charges, Lifetime)).Outcome);
            return true;
        });
        Assert.Equal([(0, 1), (0, 1), (0, 300), (0, 2 * Usd)], await bench.CountersAsync(charges));

        BudgetActuals.Fill(charges, 3 * Usd, 120, 1);
        await bench.OnAsync(0, () =>
        {
            bench.Stores[0].Settle(attempt, charges);
            bench.Stores[0].Settle(attempt, charges);
            return Task.FromResult(true);
        });
        (long, long)[] settled = [(0, 0), (1, 0), (120, 0), (3 * Usd, 0)];
        await Eventually.TrueAsync(async () => settled.SequenceEqual(await bench.CountersAsync(charges)), "the settlement");
        await bench.OnAsync(0, async () =>
        {
            await bench.Stores[0].ReserveAsync(Guid.NewGuid(), ChargesOf(plan, 0), Lifetime);
            return true;
        });
        Assert.Equal(3 * Usd, (await bench.CounterAsync(charges[3].Key)).Spent);
    }

    [Fact]
    public async Task Refusal_says_which_and_takes_from_no_counter()
    {
        await using var bench = await RedisBudgetBench.StartAsync();
        var plan = new BudgetPlan([BudgetSamples.Amount(10, name: "wide"), BudgetSamples.Amount(1, name: "narrow")]);
        var charges = ChargesOf(plan, 2 * Usd);
        var verdict = await bench.OnAsync(0, () => bench.Stores[0].ReserveAsync(Guid.NewGuid(), charges, Lifetime).AsTask());
        Assert.Equal(new BudgetVerdict(BudgetOutcome.Refused, 1), verdict);
        Assert.Equal([(0, 0), (0, 0)], await bench.CountersAsync(charges));
    }

    [Fact]
    public async Task Reservation_of_a_node_that_died_goes_by_itself()
    {
        await using var bench = await RedisBudgetBench.StartAsync(2);
        var plan = new BudgetPlan([BudgetSamples.Amount(1)]);
        var dead = await bench.OnAsync(0, () => bench.Stores[0].ReserveAsync(Guid.NewGuid(), ChargesOf(plan, Usd), TimeSpan.FromMilliseconds(300)).AsTask());
        Assert.Equal(BudgetOutcome.Admitted, dead.Outcome);
        await Eventually.TrueAsync(
            async () => (await bench.OnAsync(1, () => bench.Stores[1].ReserveAsync(Guid.NewGuid(), ChargesOf(plan, Usd), Lifetime).AsTask())).Outcome == BudgetOutcome.Admitted,
            "the dead node's reservation to go");
        Assert.Equal((0, Usd), await bench.CounterAsync(ChargesOf(plan, 0)[0].Key));
    }

    [Fact]
    public async Task Settlement_after_its_reservation_has_gone_is_booked_all_the_same()
    {
        await using var bench = await RedisBudgetBench.StartAsync();
        var charges = ChargesOf(new BudgetPlan([BudgetSamples.Amount(10)]), Usd);
        BudgetActuals.Fill(charges, 4, 0, 0);
        await bench.OnAsync(0, () =>
        {
            bench.Stores[0].Settle(Guid.NewGuid(), charges);
            return Task.FromResult(true);
        });
        await Eventually.TrueAsync(async () => await bench.CounterAsync(charges[0].Key) == (4, 0), "the late settlement");
    }

    [Fact]
    public async Task Settlement_that_redis_did_not_hear_is_told_again()
    {
        await using var bench = await RedisBudgetBench.StartAsync();
        var charges = ChargesOf(new BudgetPlan([BudgetSamples.Amount(10)]), Usd);
        BudgetActuals.Fill(charges, 7, 0, 0);
        await bench.Server.KillAsync();
        await Eventually.TrueAsync(
            async () => (await bench.OnAsync(0, () => bench.Stores[0].ReserveAsync(Guid.NewGuid(), ChargesOf(new BudgetPlan([BudgetSamples.Amount(10)]), 1), Lifetime).AsTask())).Outcome
                == BudgetOutcome.Unavailable,
            "the node to see that Redis is gone");
        await bench.OnAsync(0, () =>
        {
            bench.Stores[0].Settle(Guid.NewGuid(), charges);
            return Task.FromResult(true);
        });
        await Eventually.TrueAsync(() => bench.Stores[0].Waiting > 0, "the settlement to wait");
        await bench.Server.BeginAsync();
        await Eventually.TrueAsync(async () => (await bench.CounterAsync(charges[0].Key)).Spent == 7, "the settlement to arrive");
        await Eventually.TrueAsync(() => bench.Stores[0].Waiting == 0, "nothing to wait");
        Assert.Equal(0, bench.Stores[0].Lost);
    }

    [Fact]
    public async Task Seeding_raises_a_counter_and_never_lowers_it()
    {
        await using var bench = await RedisBudgetBench.StartAsync();
        var counter = BudgetPlan.AmountOf(BudgetSamples.Amount(10), "", BudgetSamples.Now, 0);
        Assert.True(await bench.Stores[0].SeedAsync(counter, 8 * Usd));
        Assert.True(await bench.Stores[0].SeedAsync(counter, 5 * Usd));
        Assert.Equal((8 * Usd, 0), await bench.CounterAsync(counter.Key));
        var verdict = await bench.OnAsync(0, () => bench.Stores[0].ReserveAsync(
            Guid.NewGuid(), [BudgetPlan.AmountOf(BudgetSamples.Amount(10), "", BudgetSamples.Now, 3 * Usd)], Lifetime).AsTask());
        Assert.Equal(BudgetOutcome.Refused, verdict.Outcome);
    }

    [Fact]
    public async Task Greatest_budget_is_exact_to_the_last_billionth()
    {
        await using var bench = await RedisBudgetBench.StartAsync();
        var plan = new BudgetPlan([BudgetSamples.Amount(Budget.MaxAmount)]);
        long all = (long)Budget.MaxAmount * Usd;
        await bench.Stores[0].SeedAsync(ChargesOf(plan, 0)[0], all - 1);
        Assert.Equal(BudgetOutcome.Refused, await TakeAsync(2));
        Assert.Equal(BudgetOutcome.Admitted, await TakeAsync(1));
        Assert.Equal(BudgetOutcome.Refused, await TakeAsync(1));

        async Task<BudgetOutcome> TakeAsync(long nano)
            => (await bench.OnAsync(0, () => bench.Stores[0].ReserveAsync(Guid.NewGuid(), ChargesOf(plan, nano), Lifetime).AsTask())).Outcome;
    }

    [Fact]
    public async Task Long_names_have_counters_of_their_own()
    {
        await using var bench = await RedisBudgetBench.StartAsync();
        var plan = new BudgetPlan([BudgetSamples.Amount(1, BudgetScope.Consumer)]);
        string name = new('ü', 600);
        Assert.Equal(BudgetOutcome.Admitted, await TakeAsync(name + "a"));
        Assert.Equal(BudgetOutcome.Admitted, await TakeAsync(name + "b"));
        Assert.Equal(BudgetOutcome.Refused, await TakeAsync(name + "a"));

        async Task<BudgetOutcome> TakeAsync(string consumer)
        {
            var charges = plan.ChargesOf(BudgetSamples.AttemptOf(consumer), BudgetSamples.Now, Usd, 0);
            return (await bench.OnAsync(0, () => bench.Stores[0].ReserveAsync(Guid.NewGuid(), charges, Lifetime).AsTask())).Outcome;
        }
    }

    private static BudgetCharge[] ChargesOf(BudgetPlan plan, long nano) => plan.ChargesOf(BudgetSamples.AttemptOf(), BudgetSamples.Now, nano, 0);
}
