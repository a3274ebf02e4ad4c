using Gatehouse.Ai.Caching;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Ai.Tests.Caching;

public class MemoryAnswerCacheTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeClock _clock = new();

    private static async Task<bool> HasAsync(MemoryAnswerCache cache, string key) => !(await cache.FindAsync(key)).IsEmpty;

    [Fact]
    public async Task Entry_is_there_until_its_time_is_over()
    {
        var cache = new MemoryAnswerCache(_clock);
        cache.Store("k", [1, 2, 3], Minute);
        Assert.Equal([1, 2, 3], (await cache.FindAsync("k")).ToArray());
        _clock.Advance(Minute - TimeSpan.FromTicks(1));
        Assert.True(await HasAsync(cache, "k"));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.False(await HasAsync(cache, "k"));
        Assert.Equal((0, 0L), (cache.Count, cache.Bytes));
    }

    [Fact]
    public async Task Number_is_bounded_and_what_was_asked_for_longest_ago_goes()
    {
        var cache = new MemoryAnswerCache(_clock, maxEntries: 3);
        foreach (string key in new[] { "a", "b", "c" })
        {
            cache.Store(key, [1], Minute);
        }

        Assert.True(await HasAsync(cache, "a"));
        cache.Store("d", [1], Minute);
        Assert.Equal(3, cache.Count);
        Assert.False(await HasAsync(cache, "b"));
        Assert.True(await HasAsync(cache, "a"));
    }

    [Fact]
    public async Task Bytes_are_bounded()
    {
        var cache = new MemoryAnswerCache(_clock, maxBytes: 10_000);
        for (int i = 0; i < 100; i++)
        {
            cache.Store($"k{i}", new byte[1_000], Minute);
            Assert.InRange(cache.Bytes, 0, 10_000);
        }

        Assert.True(await HasAsync(cache, "k99"));
        Assert.False(await HasAsync(cache, "k0"));
        cache.Store("large", new byte[cache.MaxEntryBytes + 1], Minute);
        Assert.False(await HasAsync(cache, "large"));
        Assert.True(await HasAsync(cache, "k99"));
    }

    [Fact]
    public async Task Later_entry_takes_the_place_of_the_earlier()
    {
        var cache = new MemoryAnswerCache(_clock);
        cache.Store("k", [1], Minute);
        cache.Store("k", [2, 3], Minute);
        Assert.Equal([2, 3], (await cache.FindAsync("k")).ToArray());
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public async Task Many_threads_at_once_leave_it_whole()
    {
        var cache = new MemoryAnswerCache(TimeProvider.System, maxBytes: 50_000, maxEntries: 50);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () =>
        {
            for (int i = 0; i < 5_000; i++)
            {
                string key = $"k{(i * 7 + n) % 90}";
                if (i % 3 == 0)
                {
                    cache.Store(key, new byte[i % 900], Minute);
                }
                else
                {
                    await cache.FindAsync(key);
                }
            }
        })));

        Assert.InRange(cache.Count, 1, 50);
        Assert.InRange(cache.Bytes, 1, 50_000);
    }
}
