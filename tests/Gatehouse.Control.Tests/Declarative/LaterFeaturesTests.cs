using Xunit;

namespace Gatehouse.Control.Tests.Declarative;

public sealed class LaterFeaturesTests
{
    [Theory]
    [InlineData("upstreams: [{name: u}]")]
    [InlineData("upstreams: [{name: u, algorithm: round-robin, healthchecks: {active: {healthy: {interval: 0}}}}]")]
    [InlineData("upstreams: [{name: u, algorithm: least-connections}, {name: v, algorithm: sticky-sessions, sticky_sessions_cookie: c}]")]
    [InlineData("upstreams: [{name: u, healthchecks: {active: {unhealthy: {interval: 5}}, passive: {unhealthy: {timeouts: 3}}}}]")]
    [InlineData("services: [{name: s, protocol: tcp, host: h, port: 1, routes: [{name: r, protocols: [tcp], destinations: [{port: 9}]}]}]",
        "routes.protocols: not available in this version: TCP, UDP and TLS streams are not served (in 1)",
        "services.protocol: not available in this version: TCP, UDP and TLS streams are not served (in 1)")]
    public void Feature_that_is_not_there_is_warned_about(string body, params string[] expected)
    {
        var result = Loading.Load(Loading.V3(body));

        Assert.Empty(result.Errors);
        Assert.Equal(expected, result.Warnings.Select(w => w.ToString()));
    }
}
