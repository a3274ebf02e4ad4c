using System.Globalization;
using Gatehouse.Gateway.Limits;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Gateway.Tests.Limits.Shared;

/// <summary>The exact store before a server that is slow, or that somebody else has written to.</summary>
public sealed class RedisLimitTurmoilTests
{
    private const long Second = LimitWindow.Second;

    [Fact]
    public async Task Places_after_an_answer_that_came_too_late_are_given_back_whole()
    {
        await using var bench = await SharedBench.StartAsync();
        var time = new SettableClock();
        var store = bench.Node(0, time, timeoutMilliseconds: 50);
        var rule = LimitBench.Rule(LimitAlgorithm.Concurrency, 2);
        Task<LimitOutcome> PassAsync() => bench.OnAsync(0, async () =>
        {
            var batch = LimitBench.Batch((rule, 1, 1));
            var outcome = await store.TakeAsync(batch);
            if (outcome == LimitOutcome.Admitted)
            {
                store.Release(batch);
            }

            return outcome;
        });
        await Eventually.TrueAsync(async () => await PassAsync() == LimitOutcome.Admitted, "the server to be known");
        var sleep = bench.Server.CallAsync("DEBUG", "SLEEP", "0.4");
        await Eventually.TrueAsync(async () => await PassAsync() == LimitOutcome.Unavailable, "the server to be late");
        await sleep;
        await Eventually.TrueAsync(async () => await PassAsync() != LimitOutcome.Unavailable, "the server to be used again");

        // The name that the node gave up is forgotten by now.
        time.Elapsed += 31 * Second;
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal((i, LimitOutcome.Admitted), (i, await PassAsync()));
        }
    }

    [Theory]
    [InlineData("FixedWindow", "-50")]
    [InlineData("FixedWindow", "text")]
    [InlineData("TokenBucket", "text")]
    [InlineData("SlidingWindow", "text")]
    [InlineData("Concurrency", "text")]
    public async Task Counter_that_somebody_else_wrote_is_no_answer(string algorithm, string planted)
    {
        await using var bench = await SharedBench.StartAsync();
        var store = bench.Node(0);
        var rule = LimitBench.Rule(Enum.Parse<LimitAlgorithm>(algorithm), 10, 86_400);
        Task<LimitOutcome> TakeAsync() => bench.OnAsync(0, async () => await store.TakeAsync(LimitBench.Batch((rule, 1, 1))));
        Assert.Equal(LimitOutcome.Admitted, await TakeAsync());
        string key = await bench.Server.CallAsync("KEYS", "gatehouse:limit:*");
        await bench.Server.CallAsync("SET", key, planted);

        Assert.Equal(LimitOutcome.Unavailable, await TakeAsync());
        await bench.Server.CallAsync("DEL", key);
        Assert.Equal(LimitOutcome.Admitted, await TakeAsync());
    }

    [Fact]
    public async Task Bucket_that_is_full_at_the_end_of_time_refuses_for_no_longer_than_can_be_said()
    {
        await using var bench = await SharedBench.StartAsync();
        var store = bench.Node(0);
        var rule = LimitBench.Rule(LimitAlgorithm.TokenBucket, 10, 86_400);
        async Task<LimitCharge> TakeAsync() => await bench.OnAsync(0, async () =>
        {
            var batch = LimitBench.Batch((rule, 1, 1));
            Assert.NotEqual(LimitOutcome.Unavailable, await store.TakeAsync(batch));
            return batch[0];
        });
        await TakeAsync();
        await bench.OnAsync(0, () =>
        {
            // What an upstream may say that an answer costs, again and again.
            for (int i = 0; i < 3; i++)
            {
                store.Charge(LimitBench.Batch((rule, 1, LimitRule.MaxUnits)));
            }

            return Task.FromResult(true);
        });

        var charge = await TakeAsync();
        Assert.Equal((false, 0L), (charge.IsAdmitted, charge.Remaining));
        Assert.InRange(charge.RetryAfter, 50L * 365 * 86_400 * Second, long.MaxValue - (2 * Second));
        Assert.InRange(charge.Reset, 50L * 365 * 86_400 * Second, long.MaxValue - (2 * Second));
        string milliseconds = await bench.Server.CallAsync("PTTL", await bench.Server.CallAsync("KEYS", "gatehouse:limit:*"));
        Assert.InRange(long.Parse(milliseconds, CultureInfo.InvariantCulture), 1, long.MaxValue);
    }
}
