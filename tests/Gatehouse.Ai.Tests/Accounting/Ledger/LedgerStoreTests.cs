using System.Data.Common;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Ai.Accounting.Ledger;
using Xunit;

namespace Gatehouse.Ai.Tests.Accounting.Ledger;

/// <summary>What a ledger's database must do, whichever it is.</summary>
public abstract class LedgerStoreTests
{
    internal abstract Task<LedgerStoreBench> OpenAsync();

    [Fact]
    public async Task Entry_is_read_as_it_was_written()
    {
        await using var bench = await OpenAsync();
        Assert.Equal(2, await bench.Store.AppendAsync([EntrySamples.Full, EntrySamples.Bare], default));
        var read = await bench.AllAsync();
        EntrySamples.AssertSame(EntrySamples.Bare, read[0]);
        EntrySamples.AssertSame(EntrySamples.Full, read[1]);
    }

    [Fact]
    public async Task Attempt_delivered_twice_is_one_row_and_stays_as_it_was()
    {
        await using var bench = await OpenAsync();
        Assert.Equal(1, await bench.Store.AppendAsync([EntrySamples.Bare with { Cost = 1 }], default));
        Assert.Equal(0, await bench.Store.AppendAsync([EntrySamples.Bare with { Cost = 2 }], default));
        Assert.Equal(1m, Assert.Single(await bench.AllAsync()).Cost);
    }

    [Fact]
    public async Task Attempt_twice_in_a_batch_is_one_row()
    {
        await using var bench = await OpenAsync();
        Assert.Equal(1, await bench.Store.AppendAsync([EntrySamples.Bare, EntrySamples.Bare], default));
        Assert.Single(await bench.AllAsync());
    }

    [Fact]
    public async Task Migrating_again_changes_nothing()
    {
        await using var bench = await OpenAsync();
        await bench.Store.AppendAsync([EntrySamples.Bare], default);
        await bench.Store.MigrateAsync(default);
        Assert.Single(await bench.AllAsync());
    }

    [Theory]
    [InlineData("", "|10|45|0.01")]
    [InlineData("Consumer", "c-0|4|18|0.004 c-1|3|12|0.003 c-2|3|15|0.003")]
    [InlineData("Model", "m-0|5|20|0.005 m-1|5|25|0.005")]
    [InlineData("Day", "2026-11-25|10|45|0.01")]
    [InlineData("Provider", "p|10|45|0.01")]
    [InlineData("Deployment", "d|10|45|0.01")]
    [InlineData("Outcome", "completed|10|45|0.01")]
    [InlineData("Day,Model", "2026-11-25,m-0|5|20|0.005 2026-11-25,m-1|5|25|0.005")]
    public async Task Sums_are_told_apart_by_what_is_asked(string by, string rows)
    {
        await using var bench = await OpenAsync();
        await bench.Store.AppendAsync([.. Enumerable.Range(0, 10).Select(i => EntrySamples.Numbered(i))], default);
        UsageDimension[] groups = [.. by.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<UsageDimension>)];
        var page = await bench.Store.SumAsync(new UsageQuery { GroupBy = groups }, default);
        Assert.Null(page.NextOffset);
        Assert.Equal(
            rows,
            string.Join(' ', page.Rows.Select(r => FormattableString.Invariant($"{string.Join(',', r.Keys)}|{r.Attempts}|{r.Usage.Input}|{r.Usd / 1.0000000000000000000m}"))));
    }

    [Fact]
    public async Task Days_are_those_of_utc()
    {
        await using var bench = await OpenAsync();
        var midnight = new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);
        await bench.Store.AppendAsync(
            [EntrySamples.Numbered(1) with { Time = midnight.AddMilliseconds(-1) }, EntrySamples.Numbered(2) with { Time = midnight }], default);
        var page = await bench.Store.SumAsync(new UsageQuery { GroupBy = [UsageDimension.Day] }, default);
        Assert.Equal(["2026-11-24", "2026-11-25"], page.Rows.Select(r => r.Keys[0]));
    }

    [Fact]
    public async Task Filters_leave_out_what_is_not_meant()
    {
        await using var bench = await OpenAsync();
        await bench.Store.AppendAsync([.. Enumerable.Range(0, 10).Select(i => EntrySamples.Numbered(i))], default);
        var noon = EntrySamples.Noon;
        Assert.Equal(4, await CountAsync(new UsageQuery { Consumer = "c-0" }));
        Assert.Equal(5, await CountAsync(new UsageQuery { Model = "m-1" }));
        Assert.Equal(0, await CountAsync(new UsageQuery { Provider = "other" }));
        Assert.Equal(3, await CountAsync(new UsageQuery { From = noon.AddMilliseconds(2), Until = noon.AddMilliseconds(5) }));
        Assert.Equal(0, await CountAsync(new UsageQuery { Consumer = "' OR 1=1 --" }));

        async Task<long> CountAsync(UsageQuery query) => (await bench.Store.SumAsync(query, default)).Rows.Sum(r => r.Attempts);
    }

    [Fact]
    public async Task Pages_hold_every_row_once()
    {
        await using var bench = await OpenAsync();
        await bench.Store.AppendAsync([.. Enumerable.Range(0, 25).Select(i => EntrySamples.Numbered(i) with { Model = $"m-{i:D2}" })], default);
        var models = new List<string?>();
        for (int? offset = 0; offset is { } from;)
        {
            var page = await bench.Store.SumAsync(new UsageQuery { GroupBy = [UsageDimension.Model], Limit = 10, Offset = from }, default);
            models.AddRange(page.Rows.Select(r => r.Keys[0]));
            offset = page.NextOffset;
        }

        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"m-{i:D2}"), models);
    }

    [Fact]
    public async Task Entries_beyond_a_page_are_read_in_order_and_once()
    {
        await using var bench = await OpenAsync();

        // Many in the same millisecond: the page must go on behind the attempt and not behind the time.
        LedgerEntry[] entries = [.. Enumerable.Range(0, 2500).Select(i => EntrySamples.Numbered(i) with { Time = EntrySamples.Noon })];
        await bench.Store.AppendAsync(entries, default);
        Assert.Equal(entries.Select(e => e.AttemptId).Order(), (await bench.AllAsync()).Select(e => e.AttemptId).Order());
    }

    [Fact]
    public async Task Sum_of_entries_is_the_sum_of_costs()
    {
        await using var bench = await OpenAsync();
        int run = 0;
        var costs = ArbMap.Default.GeneratorFor<int>().Two()
            .Select(p => (decimal?)(Math.Abs((long)p.Item1 * 1_000_003 % 999_999_999_937) * 0.000000000000000001m * Math.Abs(p.Item2 % 10_000)))
            .ArrayOf().ToArbitrary();
        Prop.ForAll(costs, values =>
        {
            string model = $"run-{run++}";
            LedgerEntry[] entries = [.. values.Select((v, i) => EntrySamples.Numbered(i, v) with { AttemptId = Guid.NewGuid(), Model = model })];
            bench.Store.AppendAsync(entries, default).GetAwaiter().GetResult();
            var page = bench.Store.SumAsync(new UsageQuery { Model = model }, default).GetAwaiter().GetResult();
            return page.Rows.Sum(r => r.Usd) == values.Sum(v => v ?? 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));
    }

    [Fact]
    public async Task Unknown_costs_are_counted_and_not_taken_for_nothing()
    {
        await using var bench = await OpenAsync();
        await bench.Store.AppendAsync([EntrySamples.Numbered(1, null), EntrySamples.Numbered(2, 0), EntrySamples.Numbered(3, 1) with { IsEstimated = true }], default);
        var row = Assert.Single((await bench.Store.SumAsync(new UsageQuery(), default)).Rows);
        Assert.Equal((3, 1m, 1, 1), (row.Attempts, row.Usd, row.Unpriced, row.Estimated));
    }

    [Fact]
    public async Task Spending_is_told_by_who_and_what()
    {
        await using var bench = await OpenAsync();
        await bench.Store.AppendAsync(
            [
                EntrySamples.Numbered(0, 1) with { Groups = ["g"] }, EntrySamples.Numbered(6, 2) with { Groups = ["g"] },
                EntrySamples.Numbered(1, 4), EntrySamples.Numbered(2, null), EntrySamples.Numbered(100, 8),
            ],
            default);
        var spendings = await bench.Store.SpendingAsync(EntrySamples.Noon, EntrySamples.Noon.AddMilliseconds(100), default);
        Assert.Equal(
            ["c-0|g|m-0|3", "c-1||m-1|4"],
            spendings.Select(s => FormattableString.Invariant($"{s.ConsumerId}|{string.Join(',', s.Groups)}|{s.Model}|{s.Usd / 1.0000000000000000000m}")).Order());
    }

    [Fact]
    public async Task Tables_of_a_later_program_are_refused()
    {
        await using var bench = await OpenAsync();
        await bench.ExecuteAsync("INSERT INTO ai_ledger_schema (version) VALUES (1000)");
        await Assert.ThrowsAsync<InvalidOperationException>(() => bench.Store.MigrateAsync(default));
    }

    [Fact]
    public async Task Batch_with_a_row_that_cannot_be_written_writes_none()
    {
        await using var bench = await OpenAsync();
        var broken = EntrySamples.Numbered(2) with { Model = null! };
        await Assert.ThrowsAnyAsync<DbException>(() => bench.Store.AppendAsync([EntrySamples.Numbered(1), broken], default));
        Assert.Empty(await bench.AllAsync());
    }
}
