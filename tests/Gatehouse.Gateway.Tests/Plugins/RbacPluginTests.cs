using System.Text;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Identity;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class RbacPluginTests : IDisposable
{
    private const string Roles = """
        "roles":[
          {"name":"reader","permissions":[{"methods":["GET","HEAD"],"paths":["/orders"]},{"effect":"deny","paths":["/orders/secret"],"name":"no secrets"}]},
          {"name":"writer","inherits":["reader"],"permissions":[{"methods":["POST","PUT"],"paths":["~/orders/[0-9]+"]}]},
          {"name":"chief","inherits":["writer"],"permissions":[{"tags":["internal","lab"]}]},
          {"name":"auditor","permissions":[{"methods":["GET"]}]}]
        """;

    private const string Claims = """ "claims":[{"path":["realm_access","roles"]},{"path":["resource_access","my.app","roles"]},{"path":["groups"]}]""";

    // bob is in the ACL groups gold and beta; IdentityConfig.Company.
    private readonly PluginBench _bench = new(config: IdentityConfig.Company);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("reader", "GET", "/orders", true)]
    [InlineData("reader", "GET", "/orders/7", true)]
    [InlineData("reader", "GET", "/orders/", true)]
    [InlineData("reader", "HEAD", "/orders", true)]
    [InlineData("reader", "GET", "/orders-archive", false)]
    [InlineData("reader", "GET", "/orders%2F..%2Fadmin", false)]
    [InlineData("reader", "GET", "/Orders", false)]
    [InlineData("reader", "GET", "/", false)]
    [InlineData("reader", "POST", "/orders/7", false)]
    [InlineData("reader", "get", "/orders", false)]
    [InlineData("reader", "GET", "/orders/secret", false)]
    [InlineData("reader", "GET", "/orders/secret/7", false)]
    [InlineData("writer", "GET", "/orders/7", true)]
    [InlineData("writer", "POST", "/orders/7", true)]
    [InlineData("writer", "POST", "/orders/7/lines", false)]
    [InlineData("writer", "POST", "/orders/7\n", false)]
    [InlineData("writer", "POST", "/x/orders/7", false)]
    [InlineData("writer", "GET", "/orders/secret", false)]
    [InlineData("auditor,reader", "GET", "/orders/secret;v=1", false)]
    [InlineData("auditor,reader", "GET", "/orders;v=1/secret/7", false)]
    [InlineData("auditor,reader", "GET", "/orders%2Fsecret", false)]
    [InlineData("auditor,reader", "GET", "/orders%3Bv/secret", false)]
    [InlineData("auditor,reader", "GET", "/x/..;/orders/secret", false)]
    [InlineData("auditor,reader", "GET", "/x%2F../orders/%2Fsecret", false)]
    [InlineData("auditor,reader", "GET", "/orders/secrets;v=1", true)]
    [InlineData("auditor,reader", "GET", "/orders/sec%2525ret%", true)]
    [InlineData("reader", "GET", "/x;/../orders", false)]
    [InlineData("auditor", "GET", "/anything", true)]
    [InlineData("auditor", "GET", "/orders/secret", true)]
    [InlineData("auditor,reader", "GET", "/orders/secret", false)]
    [InlineData("auditor,reader", "GET", "/anything", true)]
    [InlineData("chief", "DELETE", "/anything", false)]
    [InlineData("unknown", "GET", "/orders", false)]
    public async Task Access_permissions_decide(string roles, string method, string path, bool isAllowed)
    {
        var exchange = With(new FakeExchange(method, path).On(FakeExchange.NewRoute()), roles);
        await Build().AccessAsync(exchange);
        Assert.Equal(isAllowed ? (0, null) : (403, "You do not have permission to do this"), (exchange.Answer.Status, exchange.Answer.Message));
    }

    [Theory]
    [InlineData("GET", false)]
    [InlineData("HEAD", false)]
    [InlineData("get", false)]
    [InlineData("POST", true)]
    public async Task Access_denial_of_get_is_one_of_head(string method, bool isAllowed)
    {
        var exchange = With(new FakeExchange(method, "/x"), "a");
        await _bench.Build("rbac", $$"""{"roles":[{"name":"a","permissions":[{},{"effect":"deny","methods":["GET"]}]}],{{Claims}}}""").AccessAsync(exchange);
        Assert.Equal(isAllowed ? 0 : 403, exchange.Answer.Status);
    }

    [Theory]
    [InlineData("X-HTTP-Method-Override", "DELETE", false)]
    [InlineData("x-http-method", " delete ", false)]
    [InlineData("X-Method-Override", "DELETE", false)]
    [InlineData("X-HTTP-Method-Override", "", false)]
    [InlineData("X-HTTP-Method-Override", "DELETEDELETEDELETEDELETEDELETEDELETE", false)]
    [InlineData("X-HTTP-Method-Override", "PUT", true)]
    [InlineData("X-HTTP-Method-Override", "post", true)]
    [InlineData("X-Other", "DELETE", true)]
    public async Task Access_method_that_upstreams_may_take_instead_must_be_allowed_as_well(string name, string value, bool isAllowed)
    {
        var exchange = With(new FakeExchange("POST", "/orders/7").With(name, value), "writer");
        await Build().AccessAsync(exchange);
        Assert.Equal(isAllowed ? 0 : 403, exchange.Answer.Status);
    }

    [Theory]
    [InlineData("chief", "lab", true)]
    [InlineData("chief", "other,internal", true)]
    [InlineData("chief", "other", false)]
    [InlineData("chief", "", false)]
    [InlineData("writer", "lab", false)]
    public async Task Access_tags_of_the_route_decide(string roles, string tags, bool isAllowed)
    {
        var exchange = With(new FakeExchange("DELETE", "/x").On(FakeExchange.NewRoute() with { Tags = tags.Split(',') }), roles);
        await Build().AccessAsync(exchange);
        Assert.Equal(isAllowed ? 0 : 403, exchange.Answer.Status);
    }

    [Theory]
    [InlineData("""{"role":"auditor","consumers":["bob"]}""", "bob", true)]
    [InlineData($$"""{"role":"auditor","consumers":["{{IdentityConfig.BobId}}"]}""", "bob", true)]
    [InlineData("""{"role":"auditor","consumers":["bob"]}""", "anon", false)]
    [InlineData("""{"role":"auditor","consumers":["anon"]}""", "anon", true)]
    [InlineData("""{"role":"auditor","groups":["beta"]}""", "bob", true)]
    [InlineData("""{"role":"auditor","groups":["silver"]}""", "bob", false)]
    [InlineData("""{"role":"auditor","consumer_groups":["silver"]}""", "bob", true)]
    [InlineData("""{"role":"auditor","consumer_groups":["beta"]}""", "bob", false)]
    [InlineData("""{"role":"auditor","groups":["ldap"]}""", "ldap", true)]
    [InlineData("""{"role":"auditor","groups":["other"]}""", "ldap", false)]
    public async Task Access_assignments_give_roles(string assignment, string who, bool isAllowed)
    {
        var exchange = new FakeExchange();
        if (who == "ldap")
        {
            exchange.Authenticate(null, new Token());
            exchange.AuthenticatedGroups = ["x", "ldap"];
        }
        else
        {
            exchange.Authenticate(_bench.Directory.FindByUsername(who)!.Config, who == "anon" ? null : new Token());
            exchange.In([.. _bench.Directory.FindByUsername(who)!.Groups.Groups]);
        }

        await Build($"\"assignments\":[{assignment}]").AccessAsync(exchange);
        Assert.Equal(isAllowed ? 0 : 403, exchange.Answer.Status);
    }

    [Theory]
    [InlineData("""{"realm_access":{"roles":["offline","auditor"]}}""", true)]
    [InlineData("""{"resource_access":{"my.app":{"roles":["auditor"]}}}""", true)]
    [InlineData("""{"resource_access":{"other":{"roles":["auditor"]}}}""", false)]
    [InlineData("""{"groups":"x auditor"}""", true)]
    [InlineData("""{"groups":["/auditor"]}""", false)]
    [InlineData("""{"roles":["auditor"]}""", false)]
    [InlineData("""{"realm_access":"auditor"}""", false)]
    public async Task Access_claims_give_roles(string claims, bool isAllowed)
    {
        var exchange = new FakeExchange { Claims = new JsonClaims("openid-connect", Encoding.UTF8.GetBytes(claims)) };
        await Build().AccessAsync(exchange);
        Assert.Equal(isAllowed ? 0 : 403, exchange.Answer.Status);
    }

    [Fact]
    public async Task Access_of_nobody_is_unauthorized()
    {
        var exchange = new FakeExchange();
        await Build().AccessAsync(exchange);
        Assert.Equal((401, "Unauthorized"), (exchange.Answer.Status, exchange.Answer.Message));
    }

    [Theory]
    [InlineData("reader", "/orders/secret", "denied", "no secrets")]
    [InlineData("reader", "/x", "no_permission", null)]
    [InlineData("unknown", "/x", "no_role", null)]
    public async Task Access_denial_is_recorded(string roles, string path, string reason, string? rule)
    {
        await Build().AccessAsync(With(new FakeExchange("GET", path), roles));

        Assert.Equal(1, MetricText.Of(_bench.Services.Metrics, $"gatehouse_authorization_denials_total{{plugin=\"rbac\",reason=\"{reason}\"}}"));
        _bench.Dispose();
        var record = System.Text.Json.JsonDocument.Parse(Assert.Single(_bench.Audit.Lines)).RootElement;
        Assert.Equal(rule, record.TryGetProperty("rule", out var name) ? name.GetString() : null);
    }

    [Fact]
    public void Access_allocates_nothing()
    {
        var plugin = Build($$"""{{Claims}},"assignments":[{"role":"reader","groups":["beta"]},{"role":"auditor","consumer_groups":["x"]}]""");
        var exchange = With(new FakeExchange("POST", "/orders/7").On(FakeExchange.NewRoute()), "x,writer");
        exchange.Authenticate(_bench.Directory.FindByUsername("bob")!.Config, new Token());
        exchange.In(new ConsumerGroupConfig { Id = "g", Name = "x" });
        Assert.True(plugin.AccessAsync(exchange).IsCompletedSuccessfully);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            Assert.True(plugin.AccessAsync(exchange).IsCompletedSuccessfully);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, exchange.Answer.Status);
    }

    [Fact]
    public async Task Access_two_hundred_fifty_six_roles_are_told_apart()
    {
        string roles = string.Join(',', Enumerable.Range(0, 256).Select(i => $$"""{"name":"r{{i}}","permissions":[{"paths":["/{{i}}"]}]}"""));
        var plugin = _bench.Build("rbac", $$"""{"roles":[{{roles}}],{{Claims}}}""");
        foreach (int i in (int[])[0, 63, 64, 127, 128, 191, 192, 255])
        {
            var own = With(new FakeExchange("GET", $"/{i}"), $"r{i}");
            var other = With(new FakeExchange("GET", $"/{(i + 64) % 256}"), $"r{i}");
            await plugin.AccessAsync(own);
            await plugin.AccessAsync(other);
            Assert.Equal((0, 403), (own.Answer.Status, other.Answer.Status));
        }
    }

    [Theory]
    [InlineData("""[{"name":"a"},{"name":"a"}]""", "two roles are named 'a'")]
    [InlineData("""[{"name":"a","inherits":["b"]}]""", "role 'a' inherits from 'b', which is no role")]
    [InlineData("""[{"name":"a","inherits":["a"]}]""", "roles inherit in a circle: a → a")]
    [InlineData("""[{"name":"x","inherits":["a"]},{"name":"a","inherits":["b"]},{"name":"b","inherits":["c"]},{"name":"c","inherits":["a"]}]""", "roles inherit in a circle: a → b → c → a")]
    [InlineData("""[{"name":"a","inherits":["b","c"]},{"name":"b","inherits":["d"]},{"name":"c","inherits":["d"]},{"name":"d"}]""", null)]
    public void Schema_roles_must_be_a_hierarchy(string roles, string? error)
    {
        string config = $$"""{"roles":{{roles}},{{Claims}}}""";
        Assert.Equal(error is null ? [] : [$"@entity: {error}"], _bench.Check("rbac", config));
        if (error is not null)
        {
            Assert.Equal($"config: {error}", Assert.Throws<PluginBuildException>(() => _bench.Build("rbac", config)).Message);
        }
    }

    [Theory]
    [InlineData("""{"roles":[{"name":"a"}]}""", "@entity: nobody has a role: set assignments or claims")]
    [InlineData("""{"roles":[{"name":"a"}],"assignments":[{"role":"b","consumers":["bob"]}]}""", "@entity: an assignment names 'b', which is no role")]
    [InlineData("""{"roles":[{"name":"a"}],"assignments":[{"role":"a"}]}""", "@entity: the assignment of role 'a' names nobody")]
    public void Schema_says(string config, string error) => Assert.Equal([error], _bench.Check("rbac", config));

    [Theory]
    [InlineData("orders", "a path starts with / or, as a regular expression, with ~")]
    [InlineData("~(", "not a valid regex: ")]
    [InlineData("~)(", "not a valid regex: ")]
    [InlineData("~a)|(?:b", "not a valid regex: ")]
    [InlineData("/orders", null)]
    [InlineData("~/orders|/x", null)]
    public void Path_must_be_one(string path, string? error)
    {
        string? said = Gateway.Plugins.Rbac.PathRule.Check(path);
        Assert.True(error is null ? said is null : said!.StartsWith(error, StringComparison.Ordinal), said);
    }

    [Fact]
    public void Path_every_alternative_is_whole()
    {
        var rule = new Gateway.Plugins.Rbac.PathRule("~/a|/ab");
        Assert.True(rule.Matches("/ab".AsSpan()));
        Assert.True(rule.Matches("/a".AsSpan()));
        Assert.False(rule.Matches("/abc".AsSpan()));
    }

    [Fact]
    public void Build_consumer_that_does_not_exist_is_refused()
        => Assert.Equal(
            "config.assignments: consumer 'nobody' does not exist",
            Assert.Throws<PluginBuildException>(() => Build("""
                "assignments":[{"role":"reader","consumers":["nobody"]}]
                """)).Message);

    private Plugin Build(string who = Claims) => _bench.Build("rbac", $$"""{{{Roles}},{{who}}}""");

    private static FakeExchange With(FakeExchange exchange, string roles)
    {
        exchange.Claims = new JsonClaims("jwt", Encoding.UTF8.GetBytes($$"""{"groups":["{{roles.Replace(",", "\",\"", StringComparison.Ordinal)}}"]}"""));
        return exchange;
    }

    private sealed class Token() : Credential("t")
    {
        public override string Kind => "token";
    }
}
