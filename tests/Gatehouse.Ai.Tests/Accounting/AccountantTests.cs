using Gatehouse.Ai.Accounting;
using Gatehouse.Ai.Accounting.Budgets;
using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Accounting.Prices;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Tests.Accounting.Budgets;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Ai.Tests.Accounting;

public class AccountantTests
{
    private static readonly TokenEstimate Small = TokenEstimate.Of(400, 100);
    private static readonly AttemptResult Done = new() { Outcome = AttemptOutcome.Completed, Usage = new TokenUsage { Input = 90, Output = 50 } };

    // With "dollar": one token of output is one USD.
    private static readonly TokenEstimate Dollar = TokenEstimate.Of(0, 1);
    private static readonly AttemptResult DollarUsed = new() { Outcome = AttemptOutcome.Completed, Usage = new TokenUsage { Input = 0, Output = 1 } };

    [Fact]
    public async Task Settled_attempt_is_a_row_with_its_exact_cost()
    {
        await using var bench = await AccountantBench.OpenAsync();
        var attempt = AccountantBench.AttemptOf() with { IsStream = true, DataClass = "internal", Tags = ["t"], CredentialId = "k" };
        var admission = await bench.Accountant.ReserveAsync(attempt, Small);
        Assert.True(admission.IsAdmitted);
        var entry = bench.Accountant.Settle(admission, Done with { FirstTokenMilliseconds = 3 })!;

        // 90 × 1 + 50 × 2 millionths
        Assert.Equal(0.00019m, entry.Cost);
        var row = Assert.Single(await bench.LedgerAsync());
        EntrySamples.AssertSame(entry with { Time = DateTimeOffset.FromUnixTimeMilliseconds(entry.Time.ToUnixTimeMilliseconds()) }, row);
        Assert.Equal(("c", "k", "internal", true, 3L), (row.ConsumerId, row.CredentialId, row.DataClass, row.IsStream, row.FirstTokenMilliseconds));
        Assert.StartsWith(PriceBook.BuiltIn.Version, row.PriceVersion, StringComparison.Ordinal);
        Assert.False(row.IsEstimated);
    }

    [Fact]
    public async Task Thousand_at_once_spend_no_more_than_the_budget_and_the_ledger_says_the_same()
    {
        await using var bench = await AccountantBench.OpenAsync([BudgetSamples.Amount(100)]);
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Task.Run(async () =>
        {
            var admission = await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf($"c-{i % 7}", "dollar"), Dollar);
            await Task.Yield();
            return admission.IsAdmitted ? bench.Accountant.Settle(admission, DollarUsed) : null;
        })));
        var answered = answers.OfType<LedgerEntry>().ToArray();
        Assert.Equal(100, answered.Length);
        Assert.Equal(answered.Sum(e => e.Cost), (await bench.LedgerAsync()).Sum(e => e.Cost));
    }

    [Fact]
    public async Task What_an_attempt_did_not_use_is_there_for_others()
    {
        await using var bench = await AccountantBench.OpenAsync([BudgetSamples.Amount(10)]);
        var wide = await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "dollar"), TokenEstimate.Of(0, 9));
        Assert.True(wide.IsAdmitted);
        Assert.False((await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "dollar"), TokenEstimate.Of(0, 2))).IsAdmitted);
        bench.Accountant.Settle(wide, DollarUsed);
        Assert.True((await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "dollar"), TokenEstimate.Of(0, 9))).IsAdmitted);
    }

    [Fact]
    public async Task Refusal_names_the_budget_and_when_it_resets_and_no_figure()
    {
        await using var bench = await AccountantBench.OpenAsync([BudgetSamples.Amount(1.2345m, BudgetScope.Consumer, BudgetPeriod.Day, "daily")]);
        bench.Accountant.Settle(await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf("a", "dollar"), Dollar), DollarUsed);
        Assert.True((await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf("b", "dollar"), Dollar)).IsAdmitted);
        var refusal = (await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf("a", "dollar"), Dollar)).Refusal!;
        Assert.Equal((RefusalReason.Budget, "daily"), (refusal.Reason, refusal.Budget));
        Assert.Equal(BudgetCalendar.EndOf(BudgetPeriod.Day, BudgetCalendar.StartOf(BudgetPeriod.Day, TimeProvider.System.GetUtcNow())), refusal.ResetsAt);
        Assert.DoesNotContain("1.2345", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("requests", nameof(RefusalReason.Requests))]
    [InlineData("tokens", nameof(RefusalReason.Tokens))]
    [InlineData("concurrent", nameof(RefusalReason.Concurrency))]
    public async Task Limits_refuse_by_their_own_reason(string kind, string reason)
    {
        var budget = new Budget
        {
            Name = "b",
            Scope = BudgetScope.Consumer,
            RequestsPerMinute = kind == "requests" ? 1 : null,
            TokensPerMinute = kind == "tokens" ? Small.Bound : null,
            Concurrent = kind == "concurrent" ? 1 : null,
        };
        await using var bench = await AccountantBench.OpenAsync([budget]);
        var admissions = new List<Admission>();

        // Twice may fall into two minutes, three times not.
        for (int i = 0; i < 3; i++)
        {
            admissions.Add(await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(), Small));
        }

        Assert.True(admissions[0].IsAdmitted);
        Assert.Equal(reason, admissions[2].Refusal?.Reason.ToString());
        if (kind == "concurrent")
        {
            bench.Accountant.Settle(admissions[0], Done);
            Assert.True((await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(), Small)).IsAdmitted);
        }
    }

    [Fact]
    public async Task Model_without_a_price_is_refused_where_money_is_counted_and_marked_elsewhere()
    {
        await using var counted = await AccountantBench.OpenAsync([BudgetSamples.Amount(10)]);
        Assert.Equal(RefusalReason.PriceUnknown, (await counted.Accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "unheard"), Small)).Refusal?.Reason);

        await using var free = await AccountantBench.OpenAsync();
        var entry = free.Accountant.Settle(await free.Accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "unheard"), Small), Done)!;
        Assert.Null(entry.Cost);
        Assert.Equal("", entry.PriceVersion);
        Assert.Null(Assert.Single(await free.LedgerAsync()).Cost);
    }

    [Fact]
    public async Task Settling_or_releasing_twice_counts_once()
    {
        await using var bench = await AccountantBench.OpenAsync([BudgetSamples.Amount(3)]);
        var admission = await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "dollar"), Dollar);
        Assert.NotNull(bench.Accountant.Settle(admission, DollarUsed));
        Assert.Null(bench.Accountant.Settle(admission, DollarUsed));
        bench.Accountant.Release(admission);
        Assert.Single(await bench.LedgerAsync());
        Assert.True((await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "dollar"), TokenEstimate.Of(0, 2))).IsAdmitted);
        Assert.False((await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "dollar"), Dollar)).IsAdmitted);
    }

    [Fact]
    public async Task Released_attempt_costs_nothing_and_is_no_row()
    {
        await using var bench = await AccountantBench.OpenAsync([BudgetSamples.Amount(1)]);
        bench.Accountant.Release(await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "dollar"), Dollar));
        Assert.Empty(await bench.LedgerAsync());
        Assert.True((await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "dollar"), Dollar)).IsAdmitted);
        await bench.DieAsync();
        Assert.Single(bench.Accountant.Recovered);
    }

    // What the vendor told, what was seen, and what the row says: input, output, whether it is an estimate. 400 characters are likely 100 tokens.
    [Theory]
    [InlineData(nameof(AttemptOutcome.Completed), 90L, 50L, 200L, 90, 50, false)]
    [InlineData(nameof(AttemptOutcome.Completed), null, null, 200L, 100, 50, true)]
    [InlineData(nameof(AttemptOutcome.Completed), null, null, null, 100, 100, true)]
    [InlineData(nameof(AttemptOutcome.ClientLeft), 90L, null, 200L, 90, 50, true)]
    [InlineData(nameof(AttemptOutcome.ClientLeft), 90L, 1L, 200L, 90, 50, true)]
    [InlineData(nameof(AttemptOutcome.ClientLeft), null, null, 0L, 100, 0, true)]
    [InlineData(nameof(AttemptOutcome.StreamCut), 90L, 80L, 200L, 90, 80, false)]
    [InlineData(nameof(AttemptOutcome.VendorFailed), null, null, null, null, null, false)]
    [InlineData(nameof(AttemptOutcome.VendorFailed), 90L, null, null, 90, null, false)]
    public async Task Usage_that_the_vendor_kept_to_itself_is_estimated_and_marked(
        string outcome, long? input, long? output, long? seen, int? entered, int? left, bool isEstimated)
    {
        await using var bench = await AccountantBench.OpenAsync();
        var result = new AttemptResult
        {
            Outcome = Enum.Parse<AttemptOutcome>(outcome),
            Usage = input is null && output is null ? null : new TokenUsage { Input = input, Output = output },
            OutputCharacters = seen,
        };
        var entry = bench.Accountant.Settle(await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(), Small), result)!;
        Assert.Equal((entered, left), ((int?)entry.Usage.Input, (int?)entry.Usage.Output));
        Assert.Equal(isEstimated, entry.IsEstimated);
        Assert.Equal((((entered ?? 0) * 1) + ((left ?? 0) * 2)) / 1_000_000m, entry.Cost);
    }

    [Fact]
    public async Task Answer_of_another_issue_is_charged_as_that_one()
    {
        await using var bench = await AccountantBench.OpenAsync();
        var attempt = AccountantBench.AttemptOf(vendorModel: "gpt-4o");
        var entry = bench.Accountant.Settle(await bench.Accountant.ReserveAsync(attempt, Small), Done with { VendorModel = "gpt-4o-2024-05-13" })!;

        // 90 × 5 + 50 × 15 millionths
        Assert.Equal(0.0012m, entry.Cost);
        Assert.Equal("gpt-4o-2024-05-13", entry.VendorModel);
    }

    [Fact]
    public async Task Answer_of_the_cache_is_a_row_that_costs_nothing()
    {
        await using var bench = await AccountantBench.OpenAsync([BudgetSamples.Amount(1)]);
        bench.Accountant.Record(AccountantBench.AttemptOf(vendorModel: "unheard"), new AttemptResult { Outcome = AttemptOutcome.Cached });
        var row = Assert.Single(await bench.LedgerAsync());
        Assert.Equal((0m, AttemptOutcome.Cached), (row.Cost, row.Outcome));
    }

    [Fact]
    public async Task Node_that_dies_loses_and_doubles_no_attempt()
    {
        await using var bench = await AccountantBench.OpenAsync([BudgetSamples.Amount(100)]);
        var settled = bench.Accountant.Settle(await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "dollar"), Dollar), DollarUsed)!;
        var open = await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "dollar"), TokenEstimate.Of(0, 5));

        await bench.DieAsync([BudgetSamples.Amount(100)]);
        var rows = await bench.LedgerAsync();
        Assert.Equal([(settled.AttemptId, AttemptOutcome.Completed, 1m), (open.Attempt.AttemptId, AttemptOutcome.Interrupted, 5m)],
            rows.Select(r => (r.AttemptId, r.Outcome, r.Cost!.Value)).OrderBy(r => r.Value));
        Assert.True(rows.Single(r => r.Outcome == AttemptOutcome.Interrupted).IsEstimated);

        // Six of a hundred are spent, in the next life as well.
        await Eventually.TrueAsync(
            async () => (await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "dollar"), TokenEstimate.Of(0, 95))).Refusal?.Reason == RefusalReason.Budget,
            "the budget to be seeded");
        Assert.True((await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "dollar"), TokenEstimate.Of(0, 94))).IsAdmitted);

        await bench.DieAsync();
        Assert.Equal(3, (await bench.LedgerAsync()).Count);
    }

    [Fact]
    public async Task Budgets_that_are_not_seeded_refuse()
    {
        await using var bench = await AccountantBench.OpenAsync();
        string blocked = Path.Combine(Path.GetTempPath(), $"gatehouse-test-{Guid.NewGuid():n}");
        Directory.CreateDirectory(blocked);
        try
        {
            // A folder is no database.
            var options = bench.Options with { Spool = bench.Options.Spool with { Directory = Path.Combine(blocked, "spool") }, LastShipTimeout = TimeSpan.FromMilliseconds(1) };
            var rules = new AccountingRules(PriceBook.BuiltIn, new BudgetPlan([BudgetSamples.Amount(10)]));
            await using var accountant = await Accountant.OpenAsync(
                options, rules, new SqliteLedgerStore(blocked), null, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
            Assert.Equal(RefusalReason.BudgetsUnavailable, (await accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "gpt-4o"), Small)).Refusal?.Reason);
            Assert.False(accountant.Figures.IsStoreUp);
            Assert.True(accountant.IsAccepting);
        }
        finally
        {
            Directory.Delete(blocked, recursive: true);
        }
    }

    [Fact]
    public async Task Budget_that_comes_later_knows_what_was_spent_before()
    {
        await using var bench = await AccountantBench.OpenAsync();
        bench.Accountant.Settle(await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "dollar"), Dollar), DollarUsed);
        await bench.Accountant.UseAsync(bench.Accountant.Rules with { Budgets = new BudgetPlan([BudgetSamples.Amount(2)]) });
        Assert.False((await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "dollar"), TokenEstimate.Of(0, 2))).IsAdmitted);
        Assert.True((await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "dollar"), Dollar)).IsAdmitted);
    }

    [Fact]
    public async Task Settled_attempts_are_on_the_disk_when_asked_for()
    {
        await using var bench = await AccountantBench.OpenAsync();
        bench.Accountant.Settle(await bench.Accountant.ReserveAsync(AccountantBench.AttemptOf(), Small), Done);
        Assert.True(await bench.Accountant.WhenDurable());
    }
}
