using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Identity;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class AclPluginTests : IDisposable
{
    private readonly PluginBench _bench = new(config: IdentityConfig.Company);

    public void Dispose() => _bench.Dispose();

    // Who: bob has ACL groups gold and beta and consumer groups gold and silver; anon has none.
    [Theory]
    [InlineData("""{"allow":["gold"]}""", "nobody", null, 401, null, null)]
    [InlineData("""{"deny":["gold"]}""", "nobody", null, 401, null, null)]
    [InlineData("""{"allow":["gold"]}""", "bob", null, 0, "gold, beta", null)]
    [InlineData("""{"allow":["other","beta"]}""", "bob", null, 0, "gold, beta", null)]
    [InlineData("""{"allow":["other"]}""", "bob", null, 403, null, null)]
    [InlineData("""{"allow":["Gold"]}""", "bob", null, 403, null, null)]
    [InlineData("""{"deny":["beta"]}""", "bob", null, 403, null, null)]
    [InlineData("""{"deny":["other"]}""", "bob", null, 0, "gold, beta", null)]
    [InlineData("""{"allow":["gold"],"hide_groups_header":true}""", "bob", null, 0, null, null)]
    [InlineData("""{"allow":["gold"]}""", "anon", null, 401, null, null)]
    [InlineData("""{"deny":["gold"]}""", "anon", null, 0, null, null)]
    [InlineData("""{"allow":["staff"]}""", "bob", "staff", 403, null, null)]
    [InlineData("""{"allow":["staff"],"always_use_authenticated_groups":true}""", "bob", "staff,x", 0, null, "staff, x")]
    [InlineData("""{"allow":["gold"],"always_use_authenticated_groups":true}""", "bob", "staff", 403, null, null)]
    [InlineData("""{"allow":["gold"],"always_use_authenticated_groups":true}""", "bob", null, 0, "gold, beta", null)]
    [InlineData("""{"allow":["staff"]}""", "anon", "staff", 0, null, "staff")]
    [InlineData("""{"allow":["staff"]}""", "token", "staff", 0, null, "staff")]
    [InlineData("""{"deny":["staff"]}""", "token", "staff", 403, null, null)]
    [InlineData("""{"allow":["staff"]}""", "token", null, 403, null, null)]
    [InlineData("""{"allow":["silver"]}""", "bob", null, 403, null, null)]
    [InlineData("""{"allow":["silver"],"include_consumer_groups":true}""", "bob", null, 0, "gold, silver, gold, beta", null)]
    [InlineData("{}", "bob", null, 403, null, null)]
    public async Task Access_groups_decide(string config, string who, string? authenticated, int status, string? groups, string? authenticatedGroups)
    {
        var exchange = new FakeExchange { AuthenticatedGroups = authenticated?.Split(',') };
        Authenticate(exchange, who);

        await _bench.Build("acl", config).AccessAsync(exchange);

        string? message = status switch { 0 => null, 401 => "Unauthorized", _ => "You cannot consume this service" };
        Assert.Equal((status, message), (exchange.Answer.Status, exchange.Answer.Message));
        Assert.Equal((groups, authenticatedGroups), (exchange.RequestHeader("X-Consumer-Groups"), exchange.RequestHeader("X-Authenticated-Groups")));
    }

    [Theory]
    [InlineData("{}", "@entity: exactly one of these fields must be non-empty: 'allow', 'deny'", "@entity: at least one of these fields must be non-empty: 'allow', 'deny'")]
    [InlineData("""{"allow":["a"],"deny":["b"]}""", "@entity: exactly one of these fields must be non-empty: 'allow', 'deny'")]
    [InlineData("""{"allow":["a"],"deny":[]}""")]
    public void Schema_wants_exactly_one_list(string config, params string[] errors) => Assert.Equal(errors, _bench.Check("acl", config));

    [Fact]
    public async Task Access_denial_is_counted_by_reason()
    {
        var exchange = new FakeExchange();
        Authenticate(exchange, "bob");
        await _bench.Build("acl", """{"allow":["other"]}""").AccessAsync(exchange);
        Assert.Equal(1, MetricText.Of(_bench.Services.Metrics, "gatehouse_authorization_denials_total{plugin=\"acl\",reason=\"not_allowed\"}"));
    }

    private void Authenticate(FakeExchange exchange, string who)
    {
        switch (who)
        {
            case "bob":
                exchange.Authenticate(_bench.Directory.FindByUsername("bob")!.Config, new Token());
                break;
            case "anon":
                exchange.Authenticate(_bench.Directory.FindByUsername("anon")!.Config, null);
                break;
            case "token":
                exchange.Authenticate(null, new Token());
                break;
            default:
                Assert.Equal("nobody", who);
                break;
        }
    }

    private sealed class Token() : Credential("t")
    {
        public override string Kind => "token";
    }
}
