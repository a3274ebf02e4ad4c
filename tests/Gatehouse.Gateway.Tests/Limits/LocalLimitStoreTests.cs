using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Limits.Local;
using Xunit;

namespace Gatehouse.Gateway.Tests.Limits;

public sealed class LocalLimitStoreTests
{
    private readonly LimitBench _bench = new();

    [Theory]
    [InlineData("FixedWindow")]
    [InlineData("SlidingWindow")]
    [InlineData("TokenBucket")]
    [InlineData("Concurrency")]
    public void Take_of_several_limits_books_all_or_none(string algorithm)
    {
        var tight = LimitBench.Rule(Enum.Parse<LimitAlgorithm>(algorithm), 1, name: "tight");
        var wide = LimitBench.Rule(Enum.Parse<LimitAlgorithm>(algorithm), 10, name: "wide");
        var batch = LimitBench.Batch((wide, 1, 1), (tight, 1, 1));

        Assert.Equal(LimitOutcome.Admitted, _bench.Store.Take(batch.Charges));
        Assert.Equal((9, 0), (batch[0].Remaining, batch[1].Remaining));
        Assert.Equal(LimitOutcome.Denied, _bench.Store.Take(batch.Charges));
        Assert.Equal((true, false), (batch[0].IsAdmitted, batch[1].IsAdmitted));
        Assert.Equal((9, 0), (batch[0].Remaining, batch[1].Remaining));
        Assert.Equal(8, _bench.Take(wide, key: 1).Remaining);
    }

    [Theory]
    [InlineData("FixedWindow", 7)]
    [InlineData("SlidingWindow", 7)]
    [InlineData("TokenBucket", 7)]
    public void Refund_gives_back_what_was_taken(string algorithm, long expected)
    {
        var rule = LimitBench.Rule(Enum.Parse<LimitAlgorithm>(algorithm), 10);
        _bench.Take(rule, 2);
        var batch = LimitBench.Batch((rule, 0, 1));
        _bench.Store.Take(batch.Charges);

        _bench.Store.Refund(batch);

        Assert.Equal(expected, _bench.Take(rule).Remaining);
    }

    [Fact]
    public void Refund_after_the_window_gives_nothing()
    {
        var rule = LimitBench.Rule(LimitAlgorithm.FixedWindow, 10);
        var batch = LimitBench.Batch((rule, 0, 5));
        _bench.Store.Take(batch.Charges);
        _bench.Time.Elapsed += LimitBench.Second;
        _bench.Take(rule, 3);

        _bench.Store.Refund(batch);

        Assert.Equal(6, _bench.Take(rule).Remaining);
    }

    [Theory]
    [InlineData("FixedWindow", 20)]
    [InlineData("SlidingWindow", 20)]
    [InlineData("SlidingWindow", 2000)]
    [InlineData("TokenBucket", 20)]
    public void Charge_behind_the_response_goes_over_the_limit_and_has_to_come_down_first(string algorithm, long cost)
    {
        var rule = LimitBench.Rule(Enum.Parse<LimitAlgorithm>(algorithm), 10);
        _bench.Take(rule);
        _bench.Time.Elapsed += LimitBench.Second / 4;

        _bench.Store.Charge(LimitBench.Batch((rule, 0, cost)));

        var denied = _bench.Take(rule);
        Assert.False(denied.IsAdmitted);
        Assert.Equal(0, denied.Remaining);
        _bench.Time.Elapsed += denied.RetryAfter;
        Assert.True(_bench.Take(rule).IsAdmitted);
    }

    [Fact]
    public void Charge_of_a_token_bucket_is_paid_off_at_its_rate()
    {
        var rule = LimitBench.Rule(LimitAlgorithm.TokenBucket, 10);

        _bench.Store.Charge(LimitBench.Batch((rule, 0, 40)));

        Assert.Equal(3_100_000_000, _bench.Take(rule).RetryAfter);
    }

    [Theory]
    [InlineData("FixedWindow")]
    [InlineData("SlidingWindow")]
    [InlineData("TokenBucket")]
    [InlineData("Concurrency")]
    public async Task PeekAsync_says_the_same_and_books_nothing(string algorithm)
    {
        var rule = LimitBench.Rule(Enum.Parse<LimitAlgorithm>(algorithm), 5);
        var batch = LimitBench.Batch((rule, 0, 2));

        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(LimitOutcome.Admitted, await _bench.Store.PeekAsync(batch));
            Assert.Equal(3, batch[0].Remaining);
        }

        Assert.Equal(3, _bench.Take(rule, 2).Remaining);
        _bench.Take(rule, 2);
        Assert.Equal(LimitOutcome.Denied, await _bench.Store.PeekAsync(batch));
    }

    [Theory]
    [InlineData("FixedWindow", 6)]
    [InlineData("SlidingWindow", 6)]
    [InlineData("SlidingWindow", 5000)]
    [InlineData("TokenBucket", 6)]
    [InlineData("Concurrency", 6)]
    public void Take_more_than_the_limit_never_fits(string algorithm, long cost)
        => Assert.Equal(LimitCharge.Never, _bench.Take(LimitBench.Rule(Enum.Parse<LimitAlgorithm>(algorithm), 5), cost).RetryAfter);

    [Theory]
    [InlineData("FixedWindow")]
    [InlineData("SlidingWindow")]
    [InlineData("TokenBucket")]
    public void Take_at_the_greatest_numbers_does_not_wrap_around(string algorithm)
    {
        var rule = new LimitRule(
            "test", "big", Enum.Parse<LimitAlgorithm>(algorithm), LimitRule.MaxUnits, LimitWindow.Year, LimitRule.MaxUnits);

        Assert.True(_bench.Take(rule, LimitRule.MaxUnits / 2).IsAdmitted);
        _bench.Store.Charge(LimitBench.Batch((rule, 0, LimitRule.MaxUnits), (rule, 0, LimitRule.MaxUnits), (rule, 0, LimitRule.MaxUnits)));
        Assert.False(_bench.Take(rule, LimitRule.MaxUnits).IsAdmitted);

        var slow = new LimitRule("test", "slow", Enum.Parse<LimitAlgorithm>(algorithm), 1, LimitWindow.Year, LimitRule.MaxUnits);
        _bench.Store.Charge(LimitBench.Batch((slow, 0, LimitRule.MaxUnits)));
        Assert.False(_bench.Take(slow, 1).IsAdmitted && algorithm != "TokenBucket");
    }

    [Fact]
    public void Take_month_ends_with_the_month()
    {
        var bench = new LimitBench(time: new SettableClock { Wall = new DateTimeOffset(2028, 2, 28, 12, 0, 0, TimeSpan.Zero) });
        var rule = new LimitRule("test", "month", LimitAlgorithm.FixedWindow, 1, LimitWindow.Month);
        bench.Take(rule);

        // 2028 is a leap year.
        Assert.Equal(36 * 3600 * LimitBench.Second, bench.Take(rule).RetryAfter + 1);
        bench.Time.Elapsed += 36 * 3600 * LimitBench.Second;
        Assert.True(bench.Take(rule).IsAdmitted);
    }

    [Theory]
    [InlineData("FixedWindow")]
    [InlineData("SlidingWindow")]
    [InlineData("TokenBucket")]
    public void Take_a_jump_of_the_wall_clock_neither_opens_nor_closes_the_gate(string algorithm)
    {
        var rule = LimitBench.Rule(Enum.Parse<LimitAlgorithm>(algorithm), 2, seconds: 60);
        var start = _bench.Time.Wall;
        foreach (double hours in (double[])[5, -5, 0.01, 24 * 365])
        {
            _bench.Take(rule);
            _bench.Take(rule);
            _bench.Time.Wall = start.AddHours(hours);
            Assert.False(_bench.Take(rule).IsAdmitted);

            _bench.Time.Elapsed += 61 * LimitBench.Second;
            Assert.True(_bench.Take(rule).IsAdmitted);
            _bench.Time.Elapsed += 121 * LimitBench.Second;
        }
    }

    [Fact]
    public void Take_two_billion_groups_on_goes_on()
    {
        var rule = LimitBench.Rule(LimitAlgorithm.SlidingWindow, 2);
        var table = new LimitTable(new LocalLimitOptions { Cells = 8 });
        var clock = new LimitClock(_bench.Time);
        var place = table.Acquire(1, rule.Tag, clock);
        table[place.Index].State = new SlidingState(SlidingState.LastHead - 1, false, 1).ToWord();
        table[place.Index].Time0 = table[place.Index].Time1 = 1;
        var window = new SlidingWindow(table, clock);
        var charge = new LimitCharge { Rule = rule, Cost = 1 };
        for (int i = 0; i < 10; i++)
        {
            _bench.Time.Elapsed += LimitBench.Second + 2;
            window.Take(place, ref charge, books: true);
            Assert.True(charge.IsAdmitted);
            window.Take(place, ref charge, books: true);
            Assert.True(charge.IsAdmitted);
            window.Take(place, ref charge, books: true);
            Assert.False(charge.IsAdmitted);
        }

        Assert.InRange(SlidingState.From(table[place.Index].State).Head, 1, 100);
    }

    [Fact]
    public async Task ReadAsync_pages_through_live_counters_and_ResetAsync_forgets_one()
    {
        var minute = LimitBench.Rule(LimitAlgorithm.FixedWindow, 10, seconds: 60, name: "minute");
        var hour = LimitBench.Rule(LimitAlgorithm.SlidingWindow, 1000, seconds: 3600, name: "hour");
        var other = LimitBench.Rule(LimitAlgorithm.FixedWindow, 10, name: "other");
        for (uint key = 1; key <= 50; key++)
        {
            _bench.Take(minute, 3, key);
            _bench.Take(hour, 1, key);
            _bench.Take(other, 1, key);
        }

        var seen = new List<LimitReading>();
        long? cursor = 0;
        for (int pages = 0; cursor is { } from; pages++)
        {
            var page = await _bench.Store.ReadAsync([minute, hour], null, from, 7, CancellationToken.None);
            Assert.InRange(page.Readings.Count, 0, 7);
            Assert.InRange(pages, 0, 20);
            seen.AddRange(page.Readings);
            cursor = page.Next;
        }

        Assert.Equal(100, seen.Count);
        Assert.Equal(50, seen.Count(r => r is { Rule.Name: "minute", Remaining: 7 }));
        Assert.Equal(50, seen.Where(r => r.Rule.Name == "hour" && r.Remaining == 999).Select(r => r.Key).Distinct().Count());

        Assert.Equal(2, await _bench.Store.ResetAsync([minute, hour], 5, CancellationToken.None));
        Assert.Equal(0, await _bench.Store.ResetAsync([minute, hour], 5, CancellationToken.None));
        Assert.Empty((await _bench.Store.ReadAsync([minute, hour], 5, 0, 7, CancellationToken.None)).Readings);
        Assert.Equal(2, (await _bench.Store.ReadAsync([minute, hour], 6, 0, 7, CancellationToken.None)).Readings.Count);
        Assert.Equal(9, _bench.Take(minute, 1, 5).Remaining);
    }
}
