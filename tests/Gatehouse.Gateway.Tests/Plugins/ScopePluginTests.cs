using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class ScopePluginTests : IDisposable
{
    private readonly PluginBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("""{"all":["read"]}""", """{"scope":"read"}""", true)]
    [InlineData("""{"all":["read"]}""", """{"scope":"write read profile"}""", true)]
    [InlineData("""{"all":["read"]}""", """{"scp":["read"]}""", true)]
    [InlineData("""{"all":["read","write"]}""", """{"scope":"read","scp":["write"]}""", true)]
    [InlineData("""{"all":["read","write"]}""", """{"scope":"read"}""", false)]
    [InlineData("""{"all":["read","read"]}""", """{"scope":"read"}""", true)]
    [InlineData("""{"any":["read","write"]}""", """{"scope":"write"}""", true)]
    [InlineData("""{"any":["read","write"]}""", """{"scope":"other"}""", false)]
    [InlineData("""{"all":["a"],"any":["b","c"]}""", """{"scope":"a c"}""", true)]
    [InlineData("""{"all":["a"],"any":["b","c"]}""", """{"scope":"a"}""", false)]
    [InlineData("""{"all":["a"],"any":["b","c"]}""", """{"scope":"b c"}""", false)]
    [InlineData("""{"all":["read"]}""", """{"scope":"Read"}""", false)]
    [InlineData("""{"all":["read"]}""", """{"scope":"read:all"}""", false)]
    [InlineData("""{"all":["read"]}""", """{"scope":"unread"}""", false)]
    [InlineData("""{"all":["read"]}""", """{"scope":"read,write"}""", false)]
    [InlineData("""{"all":["read"]}""", """{"scp":["read write"]}""", false)]
    [InlineData("""{"all":["read"]}""", """{"scope":null,"scp":{"read":true}}""", false)]
    [InlineData("""{"all":["read"]}""", """{"nested":{"scope":"read"}}""", false)]
    [InlineData("""{"all":["read"]}""", """{"roles":["read"]}""", false)]
    [InlineData("""{"all":["read"],"claims":["roles"]}""", """{"roles":["read"]}""", true)]
    [InlineData("""{"all":["read"],"claims":["roles"]}""", """{"scope":"read"}""", false)]
    [InlineData("{}", """{"scope":"read"}""", false)]
    public async Task Access_scopes_decide(string config, string claims, bool isAllowed)
    {
        var exchange = new FakeExchange { Claims = new JsonClaims("jwt", Encoding.UTF8.GetBytes(claims)) };

        await _bench.Build("scope", config).AccessAsync(exchange);

        Assert.Equal(isAllowed ? 0 : 403, exchange.Answer.Status);
    }

    [Theory]
    [InlineData("""{"all":["a"],"any":["b","c"]}""", "claims", 403, "Bearer error=\"insufficient_scope\", scope=\"a b c\"")]
    [InlineData("""{"all":["a"],"realm":"x \"y\""}""", "claims", 403, "Bearer realm=\"x \\\"y\\\"\", error=\"insufficient_scope\", scope=\"a\"")]
    [InlineData("""{"all":["a"]}""", "key", 403, "Bearer error=\"insufficient_scope\", scope=\"a\"")]
    [InlineData("""{"all":["a"]}""", "nobody", 401, "Bearer")]
    [InlineData("""{"all":["a"],"realm":"x"}""", "nobody", 401, "Bearer realm=\"x\"")]
    [InlineData("""{"all":["a"]}""", "anonymous", 401, "Bearer")]
    public async Task Access_refusal_challenges(string config, string who, int status, string challenge)
    {
        var exchange = new FakeExchange();
        switch (who)
        {
            case "claims":
                exchange.Claims = new JsonClaims("jwt", "{}"u8.ToArray());
                break;
            case "key":
                exchange.Authenticate(null, new Key());
                break;
            case "anonymous":
                exchange.Authenticate(FakeExchange.NewConsumer("guest"), null);
                break;
        }

        await _bench.Build("scope", config).AccessAsync(exchange);

        Assert.Equal((status, challenge), (exchange.Answer.Status, exchange.ResponseHeader("WWW-Authenticate")));
        Assert.Equal(status == 401 ? "Unauthorized" : "The access token does not have the required scope", exchange.Answer.Message);
    }

    [Fact]
    public async Task Access_sixty_four_scopes_are_told_apart()
    {
        string[] scopes = [.. Enumerable.Range(0, 64).Select(i => $"s{i}")];
        var plugin = _bench.Build("scope", $$"""{"all":["{{string.Join("\",\"", scopes)}}"]}""");
        var whole = new FakeExchange { Claims = new JsonClaims("jwt", Encoding.UTF8.GetBytes($$"""{"scope":"{{string.Join(' ', scopes)}}"}""")) };
        var less = new FakeExchange { Claims = new JsonClaims("jwt", Encoding.UTF8.GetBytes($$"""{"scope":"{{string.Join(' ', scopes.Take(63))}}"}""")) };

        await plugin.AccessAsync(whole);
        await plugin.AccessAsync(less);

        Assert.Equal((0, 403), (whole.Answer.Status, less.Answer.Status));
    }

    [Fact]
    public void Access_allocates_nothing()
    {
        var plugin = _bench.Build("scope", """{"all":["read"],"any":["a","b"]}""");
        var exchange = new FakeExchange { Claims = new JsonClaims("jwt", """{"scope":"r\u0065ad x","scp":["y","b"]}"""u8.ToArray()) };
        Assert.True(plugin.AccessAsync(exchange).IsCompletedSuccessfully);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            Assert.True(plugin.AccessAsync(exchange).IsCompletedSuccessfully);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, exchange.Answer.Status);
    }

    [Theory]
    [InlineData("{}", "@entity: at least one of these fields must be non-empty: 'all', 'any'")]
    [InlineData("""{"all":["a b"]}""", "all: a scope has no blanks, quotes, backslashes or characters beyond ASCII")]
    [InlineData("""{"any":["a\"b"]}""", "any: a scope has no blanks, quotes, backslashes or characters beyond ASCII")]
    [InlineData("""{"any":["https://example.com/orders.read"]}""")]
    public void Schema_says(string config, params string[] errors) => Assert.Equal(errors, _bench.Check("scope", config));

    private sealed class Key() : Credential("k")
    {
        public override string Kind => "keyauth_credentials";
    }
}
