using Gatehouse.Gateway.Limits;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Gateway.Tests.Limits.Shared;

/// <summary>The exact store before a real server.</summary>
public sealed class RedisLimitStoreTests
{
    private const long Second = LimitWindow.Second;

    [Theory]
    [InlineData("FixedWindow", 1, 1, 0, 1)]
    [InlineData("FixedWindow", 17, 1, 0, 3)]
    [InlineData("FixedWindow", 256, 60, 0, 1)]
    [InlineData("SlidingWindow", 1, 1, 0, 1)]
    [InlineData("SlidingWindow", 17, 1, 0, 3)]
    [InlineData("SlidingWindow", 200, 1, 0, 40)]
    [InlineData("TokenBucket", 1, 1, 1, 1)]
    [InlineData("TokenBucket", 5, 1, 0, 1)]
    [InlineData("TokenBucket", 64, 3, 100, 1)]
    [InlineData("TokenBucket", 200, 1, 0, 40)]
    [InlineData("Concurrency", 3, 1, 0, 2)]
    public async Task Take_random_requests_decides_as_the_model_does(string algorithm, long limit, long seconds, long burst, long maxCost)
    {
        await using var bench = await SharedBench.StartAsync();
        var time = new SettableClock();
        var clock = new LimitClock(time);
        var store = bench.Node(0, time);
        var rule = LimitBench.Rule(Enum.Parse<LimitAlgorithm>(algorithm), limit, seconds, burst);
        var model = new LimitModel(rule, clock);
        var random = new Random(5);
        int admitted = await bench.OnAsync(0, async () =>
        {
            var held = new Queue<LimitBatch>();
            int count = 0;
            for (int i = 0; i < 2000; i++)
            {
                time.Elapsed += Step(random, rule);
                if (algorithm == "Concurrency" && held.Count > 0 && random.Next(3) == 0)
                {
                    var over = held.Dequeue();
                    store.Release(over);
                    model.Release(over[0].Cost);
                }

                long now = clock.Now, cost = 1 + random.NextInt64(maxCost), before = model.UsedAt(now);
                var batch = LimitBench.Batch((rule, 7, cost));
                bool expected = model.Take(now, cost);
                Assert.Equal(expected ? LimitOutcome.Admitted : LimitOutcome.Denied, await store.TakeAsync(batch));
                if (algorithm != "TokenBucket")
                {
                    Assert.Equal(limit - before - (expected ? cost : 0), batch[0].Remaining);
                }

                if (expected)
                {
                    count++;
                    held.Enqueue(batch);
                }
            }

            return count;
        });
        Assert.InRange(admitted, 50, 1999);
    }

    [Theory]
    [InlineData("FixedWindow", 4)]
    [InlineData("SlidingWindow", 1)]
    [InlineData("SlidingWindow", 100)]
    [InlineData("TokenBucket", 4)]
    public async Task Take_denied_is_admitted_after_retry_after_and_not_a_microsecond_before(string algorithm, long limit)
    {
        await using var bench = await SharedBench.StartAsync();
        var time = new SettableClock();
        var store = bench.Node(0, time);
        var rule = LimitBench.Rule(Enum.Parse<LimitAlgorithm>(algorithm), limit);
        var random = new Random(1);
        int denials = await bench.OnAsync(0, async () =>
        {
            int count = 0;
            for (int i = 0; i < 500; i++)
            {
                time.Elapsed += Step(random, rule);
                var batch = LimitBench.Batch((rule, 7, 1));
                if (await store.TakeAsync(batch) == LimitOutcome.Denied)
                {
                    count++;
                    long wait = (batch[0].RetryAfter + 999) / 1000 * 1000;
                    time.Elapsed += wait - 1000;
                    Assert.Equal(LimitOutcome.Denied, await store.TakeAsync(LimitBench.Batch((rule, 7, 1))));
                    time.Elapsed += 1000;
                    Assert.Equal(LimitOutcome.Admitted, await store.TakeAsync(LimitBench.Batch((rule, 7, 1))));
                }
            }

            return count;
        });
        Assert.InRange(denials, 10, 500);
    }

    [Fact]
    public async Task Take_of_several_limits_books_all_or_nothing()
    {
        await using var bench = await SharedBench.StartAsync();
        var store = bench.Node(0);
        var wide = LimitBench.Rule(LimitAlgorithm.SlidingWindow, 100, 3600, name: "wide");
        var narrow = LimitBench.Rule(LimitAlgorithm.TokenBucket, 3, 3600, name: "narrow");
        var fixedWindow = LimitBench.Rule(LimitAlgorithm.FixedWindow, 100, 3600, name: "fixed");
        await bench.OnAsync(0, async () =>
        {
            for (int i = 0; i < 10; i++)
            {
                var batch = LimitBench.Batch((wide, 1, 1), (narrow, 2, 1), (fixedWindow, 3, 1));
                Assert.Equal(i < 3 ? LimitOutcome.Admitted : LimitOutcome.Denied, await store.TakeAsync(batch));
                Assert.Equal((true, i < 3, true), (batch[0].IsAdmitted, batch[1].IsAdmitted, batch[2].IsAdmitted));
                Assert.Equal((97 + Math.Max(0, 2 - i), 97 + Math.Max(0, 2 - i)), (batch[0].Remaining, batch[2].Remaining));
            }

            return true;
        });
    }

    [Fact]
    public async Task Peek_books_nothing_charge_goes_over_and_refund_gives_back()
    {
        await using var bench = await SharedBench.StartAsync();
        var store = bench.Node(0);
        await bench.OnAsync(0, async () =>
        {
            foreach (var algorithm in (LimitAlgorithm[])[LimitAlgorithm.FixedWindow, LimitAlgorithm.SlidingWindow, LimitAlgorithm.TokenBucket])
            {
                var rule = LimitBench.Rule(algorithm, 10, 3600, name: algorithm.ToString());
                var taken = LimitBench.Batch((rule, 1, 6));
                for (int i = 0; i < 5; i++)
                {
                    Assert.Equal(LimitOutcome.Admitted, await store.PeekAsync(taken));
                }

                Assert.Equal(LimitOutcome.Admitted, await store.TakeAsync(taken));
                Assert.Equal(4, taken[0].Remaining);
                store.Charge(LimitBench.Batch((rule, 1, 8)));
                var over = LimitBench.Batch((rule, 1, 1));
                Assert.Equal(LimitOutcome.Denied, await store.TakeAsync(over));
                Assert.Equal(0, over[0].Remaining);
                store.Refund(taken);
                var again = LimitBench.Batch((rule, 1, 2));
                Assert.Equal(LimitOutcome.Admitted, await store.TakeAsync(again));
                Assert.InRange(again[0].Remaining, 0, 0);
            }

            return true;
        });
    }

    [Fact]
    public async Task Refund_of_a_window_that_is_over_leaves_the_next_one_alone()
    {
        await using var bench = await SharedBench.StartAsync();
        var time = new SettableClock();
        var store = bench.Node(0, time);
        var rule = LimitBench.Rule(LimitAlgorithm.FixedWindow, 10, 60);
        await bench.OnAsync(0, async () =>
        {
            var old = LimitBench.Batch((rule, 1, 5));
            await store.TakeAsync(old);
            time.Elapsed += 60 * Second;
            await store.TakeAsync(LimitBench.Batch((rule, 1, 5)));
            store.Refund(old);
            var last = LimitBench.Batch((rule, 1, 1));
            await store.TakeAsync(last);
            Assert.Equal(4, last[0].Remaining);
            return true;
        });
    }

    [Fact]
    public async Task Several_nodes_together_never_admit_more_than_the_limit()
    {
        await using var bench = await SharedBench.StartAsync(nodes: 3);
        foreach (var algorithm in (LimitAlgorithm[])[LimitAlgorithm.FixedWindow, LimitAlgorithm.SlidingWindow, LimitAlgorithm.TokenBucket, LimitAlgorithm.Concurrency])
        {
            var rule = LimitBench.Rule(algorithm, 500, 86_400, name: algorithm.ToString());
            var stores = Enumerable.Range(0, 3).Select(n => bench.Node(n)).ToArray();
            int[] admitted = await Task.WhenAll(Enumerable.Range(0, 3).Select(n => bench.OnAsync(n, async () =>
            {
                int[] counts = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
                {
                    int count = 0;
                    for (int i = 0; i < 50; i++)
                    {
                        count += await stores[n].TakeAsync(LimitBench.Batch((rule, 1, 1))) == LimitOutcome.Admitted ? 1 : 0;
                    }

                    return count;
                }));
                return counts.Sum();
            })));
            Assert.Equal(500, admitted.Sum());
        }
    }

    [Fact]
    public async Task Concurrency_released_by_one_node_is_free_for_another_and_that_of_a_silent_node_is_forgotten()
    {
        await using var bench = await SharedBench.StartAsync(nodes: 2);
        var time = new SettableClock();
        var rule = LimitBench.Rule(LimitAlgorithm.Concurrency, 2);
        var (one, two) = (bench.Node(0, time), bench.Node(1, time));
        var held = LimitBench.Batch((rule, 1, 1));
        async Task<LimitOutcome> TakeAsync(int node) => await bench.OnAsync(
            node, async () => await (node == 0 ? one : two).TakeAsync(node == 0 ? held : LimitBench.Batch((rule, 1, 1))));
        Assert.Equal(LimitOutcome.Admitted, await TakeAsync(0));
        Assert.Equal(LimitOutcome.Admitted, await TakeAsync(1));
        Assert.Equal(LimitOutcome.Denied, await TakeAsync(1));
        await bench.OnAsync(0, () =>
        {
            one.Release(held);
            return Task.FromResult(true);
        });
        await Eventually.TrueAsync(async () => await TakeAsync(1) == LimitOutcome.Admitted, "the place to be free");
        Assert.Equal(LimitOutcome.Denied, await TakeAsync(0));

        // Node two says nothing for more than its lease.
        time.Elapsed += 31 * Second;
        Assert.Equal(LimitOutcome.Admitted, await TakeAsync(0));
    }

    [Fact]
    public async Task Server_that_is_gone_is_unavailable_within_the_time_limit_and_used_again_when_it_is_back()
    {
        await using var bench = await SharedBench.StartAsync();
        var store = bench.Node(0, timeoutMilliseconds: 50);
        var rule = LimitBench.Rule(LimitAlgorithm.FixedWindow, 1000, 3600);
        Task<LimitOutcome> TakeAsync() => bench.OnAsync(0, async () => await store.TakeAsync(LimitBench.Batch((rule, 1, 1))));
        Assert.Equal(LimitOutcome.Admitted, await TakeAsync());
        await bench.Server.KillAsync();
        await Eventually.TrueAsync(async () => await TakeAsync() == LimitOutcome.Unavailable, "the loss to be noticed");
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(LimitOutcome.Unavailable, await TakeAsync());
        }

        await bench.Server.BeginAsync();
        await Eventually.TrueAsync(async () => await TakeAsync() == LimitOutcome.Admitted, "the server to be used again");
    }

    [Fact]
    public async Task Live_counters_are_read_page_by_page_and_reset_by_key()
    {
        await using var bench = await SharedBench.StartAsync();
        var store = bench.Node(0);
        var rules = new[] { LimitAlgorithm.FixedWindow, LimitAlgorithm.SlidingWindow, LimitAlgorithm.TokenBucket }
            .Select(a => LimitBench.Rule(a, 10, 3600, name: a.ToString())).ToArray();
        await bench.OnAsync(0, async () =>
        {
            for (int i = 0; i < 30; i++)
            {
                await store.TakeAsync(LimitBench.Batch((rules[0], (UInt128)i, 1), (rules[1], (UInt128)i, 2), (rules[2], (UInt128)i, 3)));
            }

            return true;
        });
        var seen = new HashSet<(string, UInt128, long)>();
        for (long? cursor = 0; cursor is { } at;)
        {
            var page = await store.ReadAsync(rules, null, at, 10, CancellationToken.None);
            seen.UnionWith(page.Readings.Select(r => (r.Rule.Name, r.Key, r.Remaining)));
            cursor = page.Next;
        }

        Assert.Equal(90, seen.Count);
        Assert.Contains(("SlidingWindow", (UInt128)17, 8L), seen);
        Assert.Equal(3, await store.ResetAsync(rules, 17, CancellationToken.None));
        Assert.Empty((await store.ReadAsync(rules, 17, 0, 10, CancellationToken.None)).Readings);
        Assert.Equal(3, (await store.ReadAsync(rules, 18, 0, 10, CancellationToken.None)).Readings.Count);
    }

    // Whole microseconds: that is how the server counts time.
    private static long Step(Random random, LimitRule rule) => random.Next((int)Math.Max(20, 4 * rule.Limit)) switch
    {
        0 => rule.Window.Nanoseconds / 2,
        1 => rule.Window.Nanoseconds - 1000,
        2 => 1000 * random.NextInt64(3),
        _ => 1000 * random.NextInt64(Math.Max(1, rule.Window.Nanoseconds / rule.Limit / 1000)),
    };
}
