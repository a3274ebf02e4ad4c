using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Limits.Local;
using Xunit;

namespace Gatehouse.Gateway.Tests.Limits;

/// <summary>Memory is bounded whatever clients send. Alone, because it looks at the heap of the process.</summary>
[Collection(nameof(LocalLimitStoreMemoryTests))]
[CollectionDefinition(nameof(LocalLimitStoreMemoryTests), DisableParallelization = true)]
public sealed class LocalLimitStoreMemoryTests
{
    [Theory]
    [InlineData("FixedWindow", 1)]
    [InlineData("SlidingWindow", 1000)]
    [InlineData("TokenBucket", 1)]
    public void Take_ten_million_keys_stays_within_the_stated_memory(string algorithm, long limit)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var bench = new LimitBench(new LocalLimitOptions { Cells = 1 << 18, LogBytes = 1 << 20 });
        var rule = LimitBench.Rule(Enum.Parse<LimitAlgorithm>(algorithm), limit, seconds: 3600);
        var batch = new LimitBatch();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000_000; i++)
        {
            batch.Clear();
            batch.Add(rule, bench.Store.Keys.Of(BitConverter.GetBytes(i).AsSpan()), 1);
            bench.Store.Take(batch.Charges);
            bench.Time.Elapsed += 10;
        }

        // 40 B a key are what this loop itself allocates.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 10_000_000 * 40L);
        Assert.InRange(bench.Store.Evictions, 9_000_000, 10_000_000);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, (long)((1 << 18) * 72.5) + (1 << 20) + 100_000);
        GC.KeepAlive(bench);
    }

    [Fact]
    public void Take_new_keys_take_the_place_of_what_is_over_before_what_counts()
    {
        var bench = new LimitBench(new LocalLimitOptions { Cells = 8 });
        var brief = LimitBench.Rule(LimitAlgorithm.FixedWindow, 1, name: "brief");
        var lasting = LimitBench.Rule(LimitAlgorithm.FixedWindow, 1, seconds: 3600, name: "lasting");
        for (uint key = 0; key < 4; key++)
        {
            bench.Take(brief, key: key);
            bench.Take(lasting, key: key);
        }

        bench.Time.Elapsed += 2 * LimitBench.Second;
        for (uint key = 10; key < 14; key++)
        {
            bench.Take(brief, key: key);
        }

        Assert.Equal(0, bench.Store.Evictions);
        Assert.All(Enumerable.Range(0, 4), key => Assert.False(bench.Take(lasting, key: (UInt128)key).IsAdmitted));

        // All count now: the one that is over first goes.
        bench.Take(brief, key: 20);
        Assert.Equal(1, bench.Store.Evictions);
        Assert.All(Enumerable.Range(0, 4), key => Assert.False(bench.Take(lasting, key: (UInt128)key).IsAdmitted));
    }

    [Fact]
    public void Take_without_memory_for_logs_is_coarse_and_never_above()
    {
        var bench = new LimitBench(new LocalLimitOptions { Cells = 64, LogBytes = 0 });
        var rule = LimitBench.Rule(LimitAlgorithm.SlidingWindow, 100);
        var admissions = new List<(long Time, long Cost)>();
        for (int i = 0; i < 5000; i++)
        {
            bench.Time.Elapsed += LimitBench.Second / 500;
            if (bench.Take(rule).IsAdmitted)
            {
                admissions.Add((bench.Clock.Now, 1));
            }
        }

        Assert.Equal(0, bench.Store.LogBytes);
        Assert.InRange(LimitModel.MostIn(admissions, LimitBench.Second), 90, 100);
        Assert.InRange(admissions.Count, 750, 1100);
    }
}
