using Gatehouse.Gateway.Limits;
using Xunit;

namespace Gatehouse.Gateway.Tests.Limits;

/// <summary>Random requests, and the model must agree with every single decision.</summary>
public sealed class LocalLimitStoreModelTests
{
    public static TheoryData<int, string, long, long, long, long> Exact()
    {
        var data = new TheoryData<int, string, long, long, long, long>();
        int seed = 0;
        foreach (string algorithm in (string[])["FixedWindow", "TokenBucket", "SlidingWindow", "Concurrency"])
        {
            foreach (var (limit, seconds, burst, maxCost) in
                ((long, long, long, long)[])[(1, 1, 0, 1), (2, 1, 1, 1), (3, 2, 3, 2), (5, 1, 0, 1), (17, 1, 4, 3), (64, 3, 100, 1), (200, 1, 0, 40), (256, 60, 10, 1)])
            {
                // Up to 256 a group of a sliding window is one unit: nothing is rounded.
                data.Add(++seed, algorithm, limit, seconds, burst, maxCost);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Exact))]
    public void Take_random_requests_decides_as_the_model_does(int seed, string algorithm, long limit, long seconds, long burst, long maxCost)
    {
        var bench = new LimitBench();
        var rule = LimitBench.Rule(Enum.Parse<LimitAlgorithm>(algorithm), limit, seconds, burst);
        var model = new LimitModel(rule, bench.Clock);
        var random = new Random(seed);
        var held = new Queue<LimitBatch>();
        int admitted = 0;
        for (int i = 0; i < 4000; i++)
        {
            bench.Time.Elapsed += Step(random, rule);
            if (algorithm == "Concurrency" && held.Count > 0 && random.Next(3) == 0)
            {
                var over = held.Dequeue();
                bench.Store.Release(over);
                model.Release(over[0].Cost);
            }

            long now = bench.Clock.Now, cost = 1 + random.NextInt64(maxCost);
            long usedBefore = model.UsedAt(now);
            var batch = LimitBench.Batch((rule, 7, cost));
            bool expected = model.Take(now, cost);

            Assert.Equal(expected, bench.Store.Take(batch.Charges) == LimitOutcome.Admitted);
            admitted += expected ? 1 : 0;
            if (algorithm != "TokenBucket")
            {
                Assert.Equal(limit - usedBefore - (expected ? cost : 0), batch[0].Remaining);
            }

            if (expected)
            {
                held.Enqueue(batch);
            }
        }

        Assert.InRange(admitted, 100, 3999);
    }

    [Theory]
    [InlineData("FixedWindow", 4)]
    [InlineData("SlidingWindow", 1)]
    [InlineData("SlidingWindow", 100)]
    [InlineData("TokenBucket", 3)]
    public void Take_denied_is_admitted_after_retry_after_and_not_a_nanosecond_before(string algorithm, long limit)
    {
        var bench = new LimitBench();
        var rule = LimitBench.Rule(Enum.Parse<LimitAlgorithm>(algorithm), limit);
        var random = new Random(1);
        int denials = 0;
        for (int i = 0; i < 3000; i++)
        {
            bench.Time.Elapsed += Step(random, rule);
            var charge = bench.Take(rule);
            if (!charge.IsAdmitted)
            {
                denials++;
                bench.Time.Elapsed += charge.RetryAfter - 1;
                Assert.False(bench.Take(rule).IsAdmitted);
                bench.Time.Elapsed++;
                Assert.True(bench.Take(rule).IsAdmitted);
            }
        }

        Assert.InRange(denials, 20, 3000);
    }

    [Theory]
    [InlineData(257, 1)]
    [InlineData(1000, 1)]
    [InlineData(1000, 7)]
    [InlineData(100_003, 50)]
    public void Take_sliding_window_of_many_units_is_never_above_and_loses_less_than_half_a_percent(long limit, long maxCost)
    {
        var bench = new LimitBench();
        var rule = LimitBench.Rule(LimitAlgorithm.SlidingWindow, limit);
        var random = new Random(3);
        var admissions = new List<(long Time, long Cost)>();
        long step = 2 * LimitBench.Second / limit * (maxCost + 1) / 2 / 4;
        while (bench.Time.Elapsed < 20 * LimitBench.Second)
        {
            bench.Time.Elapsed += random.NextInt64(step) + 1;
            long cost = 1 + random.NextInt64(maxCost);
            if (bench.Take(rule, cost).IsAdmitted)
            {
                admissions.Add((bench.Clock.Now, cost));
            }
        }

        Assert.InRange(LimitModel.MostIn(admissions, rule.Window.Nanoseconds), limit * 99 / 100, limit);
        Assert.InRange(admissions.Sum(a => a.Cost), 20 * limit * 0.99, 21 * limit);
    }

    // Mostly within a window, sometimes around its end, sometimes beyond.
    private static long Step(Random random, LimitRule rule) => random.Next((int)Math.Max(20, 4 * rule.Limit)) switch
    {
        0 => rule.Window.Nanoseconds / 2,
        1 => rule.Window.Nanoseconds - 1,
        2 => random.NextInt64(3),
        _ => random.NextInt64(Math.Max(1, rule.Window.Nanoseconds / rule.Limit)),
    };
}
