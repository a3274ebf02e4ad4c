using System.Globalization;
using System.Text;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Identity.Tokens;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity.Tokens;

public sealed class TokenCacheTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void Token_is_found_by_all_its_bytes_and_by_its_own_instance_only()
    {
        var cache = new TokenCache();
        using var scope = cache.Open(_clock);
        using var other = cache.Open(_clock);
        Add(cache, scope, "head.body.signature");

        Assert.Equal("head.body.signature", Find(scope, "head.body.signature"));
        Assert.Null(Find(scope, "head.body.Signature"));
        Assert.Null(Find(other, "head.body.signature"));
    }

    [Theory]
    [InlineData(60, 59_999, true)]
    [InlineData(60, 60_000, false)]
    [InlineData(7200, 3_599_999, true)]
    [InlineData(7200, 3_600_000, false)]
    [InlineData(null, 3_599_999, true)]
    [InlineData(null, 3_600_000, false)]
    public void Token_is_kept_until_exp_and_an_hour_at_most(int? seconds, int milliseconds, bool isKept)
    {
        var cache = new TokenCache();
        using var scope = cache.Open(_clock);
        Add(cache, scope, "t", seconds is { } s ? _clock.GetUtcNow().AddSeconds(s) : null);

        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal(isKept ? "t" : null, Find(scope, "t"));
        Assert.Equal(isKept ? 1 : 0, cache.Count);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public void Token_that_is_over_already_is_not_kept(int seconds)
    {
        var cache = new TokenCache();
        using var scope = cache.Open(_clock);
        Add(cache, scope, "t", _clock.GetUtcNow().AddSeconds(seconds));
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public void Wall_clock_set_back_does_not_lengthen_the_life_of_a_token()
    {
        var clock = new TwoClocks();
        var cache = new TokenCache();
        using var scope = cache.Open(clock);
        Add(cache, scope, "t", clock.Wall.AddSeconds(60), clock);

        clock.Wall = clock.Wall.AddDays(-1);
        clock.Steady = TimeSpan.FromSeconds(59);
        Assert.Equal("t", Find(scope, "t"));
        clock.Steady = TimeSpan.FromSeconds(60);
        Assert.Null(Find(scope, "t"));
    }

    [Fact]
    public void Wall_clock_set_forward_ends_a_token()
    {
        var clock = new TwoClocks();
        var cache = new TokenCache();
        using var scope = cache.Open(clock);
        Add(cache, scope, "t", clock.Wall.AddSeconds(60), clock);
        clock.Wall = clock.Wall.AddSeconds(60);
        Assert.Null(Find(scope, "t"));
    }

    [Fact]
    public void Changed_keys_forget_everything_and_old_results_do_not_come_back()
    {
        var cache = new TokenCache();
        using var scope = cache.Open(_clock);
        Add(cache, scope, "t");
        var old = Key(scope, "late");

        scope.Forget();
        cache.Add(in old, FakeVerifier.Valid("late"), _clock);

        Assert.Null(Find(scope, "t"));
        Assert.Null(Find(scope, "late"));
        Add(cache, scope, "t");
        Assert.Equal("t", Find(scope, "t"));
    }

    [Fact]
    public void End_of_an_instance_gives_its_memory_back_and_leaves_others_alone()
    {
        var cache = new TokenCache();
        using var stays = cache.Open(_clock);
        Add(cache, stays, "s");
        var goes = cache.Open(_clock);
        for (int i = 0; i < 100; i++)
        {
            Add(cache, goes, Name(i));
        }

        goes.Dispose();

        Assert.Equal((1, 0), (cache.Count, goes.Count));
        Assert.Equal("s", Find(stays, "s"));
    }

    [Fact]
    public void Count_is_bounded_and_tokens_in_use_stay_while_others_pass()
    {
        var cache = new TokenCache(capacity: 64);
        using var scope = cache.Open(_clock);
        Add(cache, scope, "used");
        int missed = 0;
        for (int i = 0; i < 10_000; i++)
        {
            Add(cache, scope, Name(i));
            if (Find(scope, "used") is null)
            {
                missed++;
                Add(cache, scope, "used");
            }

            Assert.InRange(cache.Count, 1, 64);
        }

        // A second chance is no promise, but a token in steady use must nearly always be there.
        Assert.InRange(missed, 0, 500);
    }

    /// <summary>Who may sign tokens of his own could push out everybody else's with tokens that come once.</summary>
    [Fact]
    public void Flood_of_large_valid_tokens_leaves_those_in_use_alone()
    {
        var cache = new TokenCache(capacity: 1024, maximumBytes: 1_000_000);
        using var scope = cache.Open(_clock);
        string[] used = [.. Enumerable.Range(0, 20).Select(i => "used-" + Name(i))];
        int missed = 0;
        for (int i = 0; i < 20_000; i++)
        {
            if (i % 20 == 0)
            {
                foreach (string name in used)
                {
                    if (Find(scope, name) is null)
                    {
                        missed++;
                        Add(cache, scope, name, bytes: 5000);
                        Find(scope, name);
                    }
                }
            }

            Add(cache, scope, Name(i), bytes: 12_000);
        }

        Assert.InRange(missed, 20, 400);
    }

    [Fact]
    public void Bytes_are_bounded()
    {
        var cache = new TokenCache(capacity: 4096, maximumBytes: 100_000);
        using var scope = cache.Open(_clock);
        for (int i = 0; i < 1000; i++)
        {
            Add(cache, scope, Name(i), bytes: 5000);
            Assert.InRange(cache.Bytes, 0, 100_000);
        }

        Assert.InRange(cache.Count, 10, 18);
        Add(cache, scope, "huge", bytes: 100_001);
        Assert.Null(Find(scope, "huge"));
    }

    [Fact]
    public void Looking_up_allocates_nothing()
    {
        var cache = new TokenCache();
        using var scope = cache.Open(TimeProvider.System);
        byte[] token = Encoding.ASCII.GetBytes(new string('t', 700));
        cache.Add(new TokenKey(SecretDigest.Of(token), scope, scope.Generation), FakeVerifier.Valid("t"), TimeProvider.System);

        long least = long.MaxValue;
        for (int round = 0; round < 20; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            int found = 0;
            for (int i = 0; i < 1000; i++)
            {
                found += scope.Find(SecretDigest.Of(token)) is null ? 0 : 1;
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal(1000, found);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public async Task Many_threads_at_once_leave_the_counts_true()
    {
        var cache = new TokenCache(capacity: 256, maximumBytes: 60_000);
        TokenScope[] scopes = [cache.Open(_clock), cache.Open(_clock), cache.Open(_clock)];
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), (worker, _) =>
        {
            for (int i = 0; i < 5000; i++)
            {
                var scope = scopes[(worker + i) % 3];
                string name = Name(i % 700);
                if (Find(scope, name) is { } found)
                {
                    Assert.Equal(name, found);
                }
                else
                {
                    Add(cache, scope, name, bytes: i % 200);
                }

                if (i % 1000 == 999)
                {
                    scope.Forget();
                }
            }

            return ValueTask.CompletedTask;
        });

        foreach (var scope in scopes)
        {
            scope.Dispose();
        }

        Assert.Equal((0, 0L), (cache.Count, cache.Bytes));
    }

    private static string Name(int i) => "token-" + i.ToString(CultureInfo.InvariantCulture);

    private static TokenKey Key(TokenScope scope, string token) => new(SecretDigest.Of(Encoding.ASCII.GetBytes(token)), scope, scope.Generation);

    private static string? Find(TokenScope scope, string token) => scope.Find(SecretDigest.Of(Encoding.ASCII.GetBytes(token)))?.Credential.Id;

    private void Add(TokenCache cache, TokenScope scope, string token, DateTimeOffset? expires = null, TimeProvider? time = null, int bytes = 0)
        => cache.Add(Key(scope, token), FakeVerifier.Valid(token, expires, bytes), time ?? _clock);

    private sealed class TwoClocks : TimeProvider
    {
        public DateTimeOffset Wall { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public TimeSpan Steady { get; set; }

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => Steady.Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    }
}
