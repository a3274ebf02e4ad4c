using Gatehouse.Ai.Accounting;
using Gatehouse.Ai.Accounting.Budgets;
using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Accounting.Prices;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Tests.Accounting.Budgets;
using Gatehouse.Net.Loops;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Ai.Tests.Accounting;

/// <summary>The books with budgets on Redis.</summary>
public class SharedAccountantTests
{
    private static readonly TokenEstimate Dollar = TokenEstimate.Of(0, 1);
    private static readonly AttemptResult DollarUsed = new() { Outcome = AttemptOutcome.Completed, Usage = new TokenUsage { Input = 0, Output = 1 } };
    private static readonly Budget[] Hundred = [BudgetSamples.Amount(100)];

    [Fact]
    public async Task Two_nodes_spend_no_more_than_one_budget_and_stay_on_their_loops()
    {
        await using var redis = await RedisBudgetBench.StartAsync(2);
        await using var one = await AccountantBench.OpenAsync(Hundred, redis.Redis[0]);
        await using var two = await AccountantBench.OpenAsync(Hundred, redis.Redis[1]);
        var admitted = await Task.WhenAll(SpendAsync(0, one.Accountant), SpendAsync(1, two.Accountant));
        Assert.Equal(100, admitted.Sum());
        Assert.Equal(100m, (await one.LedgerAsync()).Concat(await two.LedgerAsync()).Sum(e => e.Cost));

        Task<int> SpendAsync(int node, Accountant accountant) => redis.OnAsync(node, async () =>
        {
            int count = 0;
            for (int i = 0; i < 150; i++)
            {
                var admission = await accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "dollar"), Dollar);
                Assert.Equal(node, Loop.Current?.Index);
                count += admission.IsAdmitted ? 1 : 0;
                accountant.Settle(admission, DollarUsed);
            }

            return count;
        });
    }

    [Fact]
    public async Task Without_redis_it_refuses()
    {
        await using var redis = await RedisBudgetBench.StartAsync();
        await using var bench = await AccountantBench.OpenAsync(Hundred, redis.Redis[0]);
        await redis.Server.KillAsync();
        await Eventually.TrueAsync(
            async () => (await redis.OnAsync(0, () => bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "dollar"), Dollar).AsTask())).Refusal?.Reason
                == RefusalReason.BudgetsUnavailable,
            "refusals");
        Assert.True(bench.Accountant.IsAccepting);
    }

    [Fact]
    public async Task Without_redis_it_counts_alone_where_it_may_and_tells_redis_afterwards()
    {
        await using var redis = await RedisBudgetBench.StartAsync();
        await using var bench = await AccountantBench.OpenAsync(Hundred, redis.Redis[0], o => o with { CountsAlone = true });
        await redis.Server.KillAsync();
        int admitted = await redis.OnAsync(0, async () =>
        {
            int count = 0;
            for (int i = 0; i < 120; i++)
            {
                var admission = await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "dollar"), Dollar);
                count += admission.IsAdmitted ? 1 : 0;
                bench.Accountant.Settle(admission, DollarUsed);
            }

            return count;
        });
        Assert.Equal(100, admitted);
        await redis.Server.BeginAsync();
        var counter = BudgetPlan.AmountOf(Hundred[0], "", TimeProvider.System.GetUtcNow(), 0);
        await Eventually.TrueAsync(async () => await redis.CounterAsync(counter.Key) == (100_000_000_000, 0), "Redis to know");
    }

    [Fact]
    public async Task What_a_dead_node_had_reserved_is_spent()
    {
        await using var redis = await RedisBudgetBench.StartAsync();
        await using var bench = await AccountantBench.OpenAsync(Hundred, redis.Redis[0]);
        await redis.OnAsync(0, () => bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "dollar"), TokenEstimate.Of(0, 5)).AsTask());
        await bench.DieAsync(Hundred);
        var counter = BudgetPlan.AmountOf(Hundred[0], "", TimeProvider.System.GetUtcNow(), 0);
        await Eventually.TrueAsync(async () => (await redis.CounterAsync(counter.Key)).Spent == 5_000_000_000, "the interrupted attempt to be booked");
    }
}
