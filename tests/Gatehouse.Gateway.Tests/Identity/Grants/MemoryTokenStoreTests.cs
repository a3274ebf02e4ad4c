using System.Text;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Identity.Grants;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity.Grants;

public sealed class MemoryTokenStoreTests
{
    private const long Now = 1_800_000_000;

    private readonly MemoryTokenStore _store = new(capacity: 10, perClient: 4);

    [Fact]
    public async Task Secret_is_found_as_what_it_is_until_its_time_is_over()
    {
        await AddAsync(Token("a", "g", Now + 5));

        Assert.NotNull(await _store.FindAsync<AccessToken>(Digest("a"), Now + 5));
        Assert.Null(await _store.FindAsync<AccessToken>(Digest("a"), Now + 6));
        Assert.Null(await _store.FindAsync<RefreshToken>(Digest("a"), Now));
        Assert.Null(await _store.FindAsync<AccessToken>(Digest("b"), Now));
    }

    [Fact]
    public async Task Second_exchange_fails_and_revokes_what_the_first_gave()
    {
        await AddAsync(Code("c", "g"));

        Assert.Equal(ExchangeResult.Done, await _store.ExchangeAsync(Digest("c"), [Token("a", "g")], Now));
        Assert.NotNull(await _store.FindAsync<AccessToken>(Digest("a"), Now));
        Assert.Equal(ExchangeResult.Refused, await _store.ExchangeAsync(Digest("c"), [Token("b", "g")], Now));
        Assert.Null(await _store.FindAsync<AccessToken>(Digest("a"), Now));
        Assert.Null(await _store.FindAsync<AccessToken>(Digest("b"), Now));
        Assert.False(await _store.AddAsync([Token("x", "g")], Now));
    }

    [Fact]
    public async Task Exchange_of_many_at_once_succeeds_once()
    {
        var store = new MemoryTokenStore();
        await store.AddAsync([Code("c", "g")], Now);
        using var start = new ManualResetEventSlim();
        int successes = 0;
        var threads = Enumerable.Range(0, 16).Select(i => new Thread(() =>
        {
            start.Wait();
            var result = store.ExchangeAsync(Digest("c"), [Token($"a{i}", "g")], Now).GetAwaiter().GetResult();
            Interlocked.Add(ref successes, result == ExchangeResult.Done ? 1 : 0);
        })).ToList();
        threads.ForEach(t => t.Start());
        start.Set();
        threads.ForEach(t => t.Join());

        Assert.Equal(1, successes);
    }

    [Theory]
    [InlineData("unknown", 0)]
    [InlineData("c", 301)]
    public async Task Exchange_of_what_is_unknown_or_too_old_is_refused(string secret, long later)
    {
        await AddAsync(Code("c", "g"));
        Assert.Equal(ExchangeResult.Refused, await _store.ExchangeAsync(Digest(secret), [Token("a", "g")], Now + later));
    }

    [Fact]
    public async Task Revoked_grant_takes_everything_of_it_along_and_nothing_else()
    {
        var token = Token("a", "g");
        await AddAsync(token, Code("c", "g"));
        await AddAsync(Token("other", "h"));

        await _store.RevokeAsync(token.Secret.Grant);

        Assert.Null(await _store.FindAsync<AccessToken>(Digest("a"), Now));
        Assert.Null(await _store.FindAsync<AuthorizationCode>(Digest("c"), Now));
        Assert.NotNull(await _store.FindAsync<AccessToken>(Digest("other"), Now));
    }

    [Fact]
    public async Task Client_with_too_many_loses_its_oldest_and_others_lose_nothing()
    {
        await AddAsync(Token("other", "o", client: "client-2"));
        for (int i = 0; i < 6; i++)
        {
            await AddAsync(Token($"t{i}", $"g{i}"));
        }

        Assert.Equal(5, _store.Count);
        Assert.Null(await _store.FindAsync<AccessToken>(Digest("t1"), Now));
        Assert.NotNull(await _store.FindAsync<AccessToken>(Digest("t2"), Now));
        Assert.NotNull(await _store.FindAsync<AccessToken>(Digest("other"), Now));
    }

    [Fact]
    public async Task Client_with_the_most_makes_room_for_others_and_for_itself()
    {
        var store = new MemoryTokenStore(capacity: 10, perClient: 10);
        for (int i = 0; i < 5; i++)
        {
            Assert.True(await store.AddAsync([Token($"a{i}", $"a{i}", client: "hoarder")], Now));
            Assert.True(await store.AddAsync([Token($"b{i}", $"b{i}", client: $"modest{i}")], Now));
        }

        Assert.True(await store.AddAsync([Token("new", "new", client: "new")], Now));
        Assert.Null(await store.FindAsync<AccessToken>(Digest("a0"), Now));
        Assert.True(await store.AddAsync([Token("a5", "a5", client: "hoarder")], Now));

        Assert.Null(await store.FindAsync<AccessToken>(Digest("a1"), Now));
        foreach (string kept in (string[])["a2", "a5", "b0", "b4", "new"])
        {
            Assert.NotNull(await store.FindAsync<AccessToken>(Digest(kept), Now));
        }

        Assert.Equal(10, store.Count);
    }

    [Fact]
    public async Task Full_store_takes_nothing_and_leaves_an_exchange_undone_until_something_expires()
    {
        await AddAsync(Code("c", "g"));
        for (int i = 0; i < 9; i++)
        {
            Assert.True(await _store.AddAsync([Token($"t{i}", $"g{i}", Now + 1, $"client{i}")], Now));
        }

        Assert.False(await _store.AddAsync([Token("x", "x", client: "new")], Now));
        Assert.Equal(ExchangeResult.Full, await _store.ExchangeAsync(Digest("c"), [Token("a", "g")], Now));
        Assert.Equal(ExchangeResult.Done, await _store.ExchangeAsync(Digest("c"), [Token("a", "g")], Now + 2));
        Assert.Equal(3, _store.Count);
    }

    [Fact]
    public async Task Removed_and_replaced_ones_leave_the_bounds_intact()
    {
        for (int i = 0; i < 10_000; i++)
        {
            await AddAsync(Token("a", $"g{i}"));
            await _store.ReplaceAsync(Digest("a"), Token("a", $"g{i}", Now + 7).Secret);
            await _store.RemoveAsync(Digest("a"));
        }

        Assert.Equal(0, _store.Count);
        await AddAsync(Token("a", "g"), Token("b", "g"), Token("c", "g"), Token("d", "g"));
        Assert.Equal(4, _store.Count);
    }

    private async Task AddAsync(params (SecretDigest, IssuedSecret)[] secrets) => Assert.True(await _store.AddAsync(secrets, Now));

    private static (SecretDigest Digest, IssuedSecret Secret) Token(string text, string grant, long expires = Now + 100, string client = "client-1")
        => (Digest(text), new AccessToken(GrantOf(grant, client), null, Now, expires));

    private static (SecretDigest Digest, IssuedSecret Secret) Code(string text, string grant)
        => (Digest(text), new AuthorizationCode(GrantOf(grant, "client-1"), "http://a.test/", null, Now + 300));

    private static Grant GrantOf(string id, string client) => new(id, "plugin", client, "client", null, null, null);

    private static SecretDigest Digest(string text) => SecretDigest.Of(Encoding.UTF8.GetBytes(text));
}
