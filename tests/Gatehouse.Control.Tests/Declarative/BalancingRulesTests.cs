using Xunit;

namespace Gatehouse.Control.Tests.Declarative;

public sealed class BalancingRulesTests
{
    [Theory]
    [InlineData("algorithm: sticky-sessions", "sticky_sessions_cookie")]
    [InlineData("algorithm: sticky-sessions, sticky_sessions_cookie: 'a b'", "sticky_sessions_cookie")]
    [InlineData("slow_start: -1", "slow_start")]
    [InlineData("failover_threshold: 101", "failover_threshold")]
    [InlineData("targets: [{target: a, tags: ['gatehouse-priority:0']}]", "gatehouse-priority:1 to gatehouse-priority:9")]
    [InlineData("targets: [{target: a, tags: ['gatehouse-priority:first']}]", "gatehouse-priority:1 to gatehouse-priority:9")]
    [InlineData("targets: [{target: a, tags: ['gatehouse-zone:']}]", "names no zone")]
    [InlineData("targets: [{target: a, tags: ['gatehouse-zone:a', 'gatehouse-zone:b']}]", "keep one")]
    public void Rule_that_cannot_be_served_is_refused_with_its_name(string rule, string expected)
        => Assert.Contains(Loading.Load(Loading.V3($"upstreams: [{{name: u, {rule}}}]")).Errors, e => e.ToString().Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("algorithm: sticky-sessions, sticky_sessions_cookie: at, sticky_sessions_cookie_path: /app")]
    [InlineData("algorithm: least-connections, slow_start: 30, failover_threshold: 60")]
    [InlineData("targets: [{target: a, tags: ['gatehouse-priority:2', 'gatehouse-zone:eu-1', other]}]")]
    public void Rule_that_is_served_loads_without_a_warning(string rule)
    {
        var result = Loading.Load(Loading.V3($"upstreams: [{{name: u, {rule}}}]"));

        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
    }
}
