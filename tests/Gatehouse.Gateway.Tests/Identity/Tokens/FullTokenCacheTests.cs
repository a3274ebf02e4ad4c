using System.Globalization;
using System.Text;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Identity.Tokens;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity.Tokens;

/// <summary>Who gets in where there is no room.</summary>
public sealed class FullTokenCacheTests
{
    private readonly FakeClock _clock = new();

    /// <summary>What never comes again would only grow old in memory.</summary>
    [Fact]
    public void Full_cache_takes_a_token_when_it_comes_for_the_second_time()
    {
        var cache = new TokenCache(capacity: 64);
        using var scope = cache.Open(_clock);
        string[] kept = Fill(cache, scope);

        Add(cache, scope, "new");
        Assert.Null(Find(scope, "new"));
        Assert.All(kept, name => Assert.Equal(name, Find(scope, name)));

        Add(cache, scope, "new");
        Assert.Equal("new", Find(scope, "new"));
        Assert.Equal(kept.Length - 1, kept.Count(name => Find(scope, name) is not null));
    }

    [Fact]
    public void Cache_full_of_bytes_takes_a_token_when_it_comes_for_the_second_time()
    {
        // No more places than one addition looks at to make room.
        var cache = new TokenCache(capacity: 256, maximumBytes: 100_000);
        using var scope = cache.Open(_clock);
        for (int i = 0; i < 18; i++)
        {
            Add(cache, scope, Name(i), bytes: 5000);
        }

        Assert.Equal(18, cache.Count);
        Add(cache, scope, "new", bytes: 5000);
        Assert.Equal((18, null), (cache.Count, Find(scope, "new")));
        Add(cache, scope, "new", bytes: 5000);
        Assert.Equal("new", Find(scope, "new"));
    }

    [Fact]
    public void Full_cache_takes_a_new_token_at_once_where_an_old_one_is_over()
    {
        var cache = new TokenCache(capacity: 64);
        using var scope = cache.Open(_clock);
        Fill(cache, scope, _clock.GetUtcNow().AddSeconds(60));

        _clock.Advance(TimeSpan.FromSeconds(60));
        Add(cache, scope, "new");

        Assert.Equal("new", Find(scope, "new"));
    }

    /// <summary>Fills every place; the names of what is kept.</summary>
    private string[] Fill(TokenCache cache, TokenScope scope, DateTimeOffset? expires = null)
    {
        int i = 0;
        for (; cache.Count < 64; i++)
        {
            Add(cache, scope, Name(i), expires);
        }

        string[] kept = [.. Enumerable.Range(0, i).Select(Name).Where(name => Find(scope, name) is not null)];
        Assert.Equal(64, kept.Length);
        return kept;
    }

    private static string Name(int i) => "token-" + i.ToString(CultureInfo.InvariantCulture);

    private static SecretDigest Digest(string token) => SecretDigest.Local(Encoding.ASCII.GetBytes(token));

    private static string? Find(TokenScope scope, string token) => scope.Find(Digest(token))?.Credential.Id;

    private void Add(TokenCache cache, TokenScope scope, string token, DateTimeOffset? expires = null, int bytes = 0)
        => cache.Add(new TokenKey(Digest(token), scope, scope.Generation), FakeVerifier.Valid(token, expires, bytes), _clock);
}
