using Gatehouse.Ai.Caching;
using Gatehouse.Ai.Tests.Accounting.Budgets;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Ai.Tests.Caching;

/// <summary>Answers in a real Redis.</summary>
public class RedisAnswerCacheTests
{
    private const string Key = "0123";

    [Fact]
    public async Task Entry_of_one_node_is_there_for_another_until_its_time_is_over()
    {
        await using var bench = await RedisBudgetBench.StartAsync(2);
        byte[] entry = [.. Enumerable.Range(0, 70_000).Select(i => (byte)i)];
        await bench.OnAsync(0, () =>
        {
            new RedisAnswerCache(bench.Redis[0]).Store(Key, entry, TimeSpan.FromMinutes(1));
            return Task.FromResult(true);
        });
        await Eventually.TrueAsync(async () => (await FindAsync(bench, 1)).AsSpan().SequenceEqual(entry), "the entry at the other node");
        long left = long.Parse(await bench.Server.CallAsync("PTTL", "gatehouse:ai-cache:" + Key), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(left, 1, 60_000);
    }

    [Fact]
    public async Task Redis_that_is_away_is_an_empty_cache()
    {
        await using var bench = await RedisBudgetBench.StartAsync();
        Assert.Empty(await FindAsync(bench, 0));
        await bench.Server.KillAsync();

        Assert.Empty(await FindAsync(bench, 0));
        await bench.OnAsync(0, () =>
        {
            new RedisAnswerCache(bench.Redis[0]).Store(Key, [1], TimeSpan.FromMinutes(1));
            return Task.FromResult(true);
        });
        Assert.Empty(await FindAsync(bench, 0));
    }

    [Fact]
    public async Task Entry_beyond_the_bound_is_not_sent()
    {
        await using var bench = await RedisBudgetBench.StartAsync();
        var cache = new RedisAnswerCache(bench.Redis[0]);
        await bench.OnAsync(0, async () =>
        {
            cache.Store(Key, new byte[cache.MaxEntryBytes + 1], TimeSpan.FromMinutes(1));
            cache.Store("other", [1], TimeSpan.FromMinutes(1));
            return (await cache.FindAsync(Key)).IsEmpty;
        });
        await Eventually.TrueAsync(async () => (await bench.Server.CallAsync("DBSIZE")).Trim() == "1", "one entry");
        Assert.Empty(await FindAsync(bench, 0));
    }

    private static Task<byte[]> FindAsync(RedisBudgetBench bench, int node)
        => bench.OnAsync(node, async () => (await new RedisAnswerCache(bench.Redis[node]).FindAsync(Key)).ToArray());
}
