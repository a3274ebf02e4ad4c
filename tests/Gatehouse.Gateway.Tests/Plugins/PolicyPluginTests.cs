using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Plugins.Policy;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class PolicyPluginTests : IDisposable
{
    private const string Allow = """{"name":"a","effect":"allow","when":"request.method == 'GET'"}""";
    private const string Deny = """{"name":"d","effect":"deny","when":"request.path.startsWith('/admin')","status":404,"message":"Not found"}""";
    private const string AllowBroken = """{"name":"ab","effect":"allow","when":"claims.sub == 'x'"}""";
    private const string DenyBroken = """{"name":"db","effect":"deny","when":"int(request.path) == 1","status":404}""";

    /// <summary>The slot that the bench hands out.</summary>
    private const int Slot = 3;

    private readonly PluginBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(Allow, "GET", "/", 0, "a", "rule")]
    [InlineData(Allow, "POST", "/", 403, null, "default")]
    [InlineData(Deny, "GET", "/admin", 404, "d", "rule")]
    [InlineData(Deny, "GET", "/", 403, null, "default")]
    [InlineData($"{Allow},{Deny}", "GET", "/admin", 404, "d", "rule")]
    [InlineData($"{Allow},{Deny}", "GET", "/", 0, "a", "rule")]
    [InlineData(AllowBroken, "GET", "/", 403, "ab", "error_missing")]
    [InlineData($"{AllowBroken},{Allow}", "GET", "/", 403, "ab", "error_missing")]
    [InlineData($"{Allow},{AllowBroken}", "GET", "/", 0, "a", "rule")]
    [InlineData($"{Allow},{AllowBroken}", "POST", "/", 403, "ab", "error_missing")]
    [InlineData($"{Allow},{DenyBroken}", "GET", "/", 403, "db", "error_format")]
    [InlineData($"{AllowBroken},{Deny}", "GET", "/admin", 404, "d", "rule")]
    public async Task Access_first_rule_that_is_not_false_decides(string rules, string method, string path, int status, string? rule, string reason)
    {
        var exchange = new FakeExchange(method, path);

        await _bench.Build("policy", $$"""{"rules":[{{rules}}]}""").AccessAsync(exchange);

        var decision = exchange.GetState<PolicyDecision>(Slot)!;
        Assert.Equal((status, rule, reason), (exchange.Answer.Status, decision.Rule, decision.Reason));
        Assert.Equal(status == 0, decision.IsAllowed);
    }

    [Theory]
    [InlineData(Deny, "/", 0)]
    [InlineData(Deny, "/admin", 404)]
    [InlineData($"{Deny},{DenyBroken}", "/", 403)]
    public async Task Access_default_allow_lets_through_what_no_rule_knows(string rules, string path, int status)
    {
        var exchange = new FakeExchange("GET", path);

        await _bench.Build("policy", $$"""{"default":"allow","rules":[{{rules}}]}""").AccessAsync(exchange);

        Assert.Equal(status, exchange.Answer.Status);
    }

    [Theory]
    [InlineData(Allow, 403, "Access denied by policy", "")]
    [InlineData(Allow, 423, "Locked", ""","status":423,"message":"Locked" """)]
    [InlineData(Deny, 404, "Not found", ""","status":423,"message":"Locked" """)]
    [InlineData("""{"name":"d","effect":"deny","when":"true"}""", 423, "Locked", ""","status":423,"message":"Locked" """)]
    [InlineData(DenyBroken, 423, "Locked", ""","status":423,"message":"Locked" """)]
    public async Task Access_refusal_says(string rules, int status, string message, string more)
    {
        var exchange = new FakeExchange("POST", "/admin");

        await _bench.Build("policy", $$"""{"rules":[{{rules}}]{{more}}}""").AccessAsync(exchange);

        Assert.Equal((status, message), (exchange.Answer.Status, exchange.Answer.Message));
    }

    [Fact]
    public async Task Access_denial_is_recorded_with_its_rule_and_counted()
    {
        await _bench.Build("policy", $$"""{"rules":[{{Allow}},{{Deny}}]}""").AccessAsync(new FakeExchange("GET", "/admin"));

        Assert.Equal(1, MetricText.Of(_bench.Services.Metrics, "gatehouse_authorization_denials_total{plugin=\"policy\",reason=\"rule\"}"));
        _bench.Dispose();
        Assert.Contains("\"rule\":\"d\"", Assert.Single(_bench.Audit.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Access_rules_share_a_budget()
    {
        string rules = string.Join(",", Enumerable.Range(0, 40).Select(i => $$"""{"name":"{{i}}","effect":"allow","when":"request.path.matches('b$')"}"""));
        var exchange = new FakeExchange("GET", "/" + new string('a', 4_000));

        await _bench.Build("policy", $$"""{"rules":[{{rules}},{{Allow}}]}""").AccessAsync(exchange);

        Assert.Equal("error_budget", exchange.GetState<PolicyDecision>(Slot)!.Reason);
        Assert.Equal(403, exchange.Answer.Status);
    }

    [Fact]
    public async Task Access_allocates_nothing()
    {
        var plugin = _bench.Build("policy", $$"""{"rules":[{{Deny}},{{Allow}}]}""");
        var exchange = new FakeExchange();
        await plugin.AccessAsync(exchange);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            await plugin.AccessAsync(exchange);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData($"{Allow},{Allow}", "two rules are named 'a'")]
    [InlineData("""{"name":"a","effect":"allow","when":"true","status":404}""", "rule 'a' allows and has no use for status or message")]
    [InlineData("""{"name":"a","effect":"allow","when":"true","message":"x"}""", "rule 'a' allows and has no use for status or message")]
    public void Schema_rules_that_contradict_are_refused(string rules, string message)
        => Assert.Equal([$"@entity: {message}"], _bench.Check("policy", $$"""{"rules":[{{rules}}]}"""));

    [Fact]
    public void Build_expression_that_does_not_compile_is_refused_with_rule_line_and_column()
    {
        var error = Assert.Throws<PluginBuildException>(() => _bench.Build("policy", $$"""
            {"rules":[{{Allow}},{"name":"b","effect":"deny","when":"true &&\n  request.metod == 'GET'"}]}
            """));

        Assert.Equal("config.rules[1].when: line 2, column 11: 'request' has no 'metod'; did you mean 'method'?", error.Message);
    }
}
