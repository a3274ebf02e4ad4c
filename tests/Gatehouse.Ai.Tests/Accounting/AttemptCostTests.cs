using System.Diagnostics;
using Gatehouse.Ai.Accounting;
using Gatehouse.Ai.Accounting.Budgets;
using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Accounting.Prices;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Tests.Accounting.Budgets;
using Gatehouse.TestKit.Figures;
using Xunit;

namespace Gatehouse.Ai.Tests.Accounting;

public class AttemptCostTests
{
    private const int Attempts = 20_000;

    /// <summary>The bar is 20 µs; five times that, because tests share the machine. The best of several runs counts.</summary>
    private const double MaxMicroseconds = 100;

    private const double MaxBytes = 6000;

    [Fact]
    public async Task Attempt_costs_the_road_little()
    {
        Budget[] budgets =
        [
            BudgetSamples.Amount(1_000_000, BudgetScope.Consumer, name: "month") with { TokensPerMinute = long.MaxValue / 2, RequestsPerMinute = 1_000_000_000, Concurrent = 10 },
            BudgetSamples.Amount(1_000_000, BudgetScope.Global, BudgetPeriod.Day, "day"),
        ];
        await using var bench = await AccountantBench.OpenAsync(
            budgets, change: o => o with { Spool = o.Spool with { SegmentBytes = 32 << 20 }, ShipInterval = TimeSpan.FromMinutes(5) });
        double microseconds = double.MaxValue;
        double bytes = 0;
        for (int run = 0; run < 4; run++)
        {
            (double time, bytes) = Measure(bench.Accountant);
            microseconds = Math.Min(microseconds, time);
        }

        FigureFile.Add("Attempt reserved, settled and spooled, with five counters", microseconds, "µs", bar: 20);
        FigureFile.Add("Attempt reserved, settled and spooled, allocated", bytes, "bytes");
        Assert.InRange(microseconds, 0, MaxMicroseconds);
        Assert.InRange(bytes, 0, MaxBytes);
    }

    private static (double Microseconds, double Bytes) Measure(Accountant accountant)
    {
        var estimate = TokenEstimate.Of(2000, 500);
        var result = new AttemptResult { Outcome = AttemptOutcome.Completed, Usage = new TokenUsage { Input = 500, CacheRead = 100, Output = 200 } };
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < Attempts; i++)
        {
            // Decided in the node's memory: it has completed.
            var pending = accountant.ReserveAsync(AccountantBench.AttemptOf(vendorModel: "claude-sonnet-5") with { ProviderType = "anthropic" }, estimate);
            Assert.True(pending.IsCompletedSuccessfully);
            accountant.Settle(pending.Result, result);
        }

        double elapsed = Stopwatch.GetElapsedTime(started).TotalMicroseconds / Attempts;
        return (elapsed, (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)Attempts);
    }
}
