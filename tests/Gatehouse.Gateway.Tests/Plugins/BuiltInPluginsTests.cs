using Gatehouse.Gateway.Plugins;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class BuiltInPluginsTests
{
    [Fact]
    public void Descriptors_are_in_order_of_priority()
        => Assert.Equal(
            [
                ("correlation-id", 100001),
                ("bot-detection", 2500),
                ("cors", 2000),
                ("session", 1900),
                ("mtls-auth", 1600),
                ("jwt", 1450),
                ("oauth2", 1400),
                ("key-auth", 1250),
                ("basic-auth", 1100),
                ("openid-connect", 1050),
                ("hmac-auth", 1030),
                ("sigv4-auth", 1025),
                ("ip-restriction", 990),
                ("request-size-limiting", 951),
                ("acl", 950),
                ("scope", 948),
                ("rbac", 947),
                ("policy", 945),
                ("opa", 920),
                ("rate-limiting", 910),
                ("response-ratelimiting", 900),
                ("adaptive-concurrency", 50),
                ("prometheus", 13),
                ("http-log", 12),
                ("file-log", 9),
                ("request-termination", 2),
            ],
            new BuiltInPlugins().Descriptors.Select(d => (d.Name, d.Priority)));

    [Fact]
    public void TryGet_unknown_name_finds_nothing()
    {
        Assert.False(new BuiltInPlugins().TryGet("Cors", out _));
        Assert.False(new BuiltInPlugins().TryGetFactory("nothing", out _));
    }

    [Fact]
    public void Plugins_that_run_before_anybody_is_known_may_not_be_bound_to_a_consumer()
        => Assert.Equal(
            [
                "bot-detection", "cors", "session", "mtls-auth", "jwt", "oauth2", "key-auth", "basic-auth", "openid-connect", "hmac-auth", "sigv4-auth", "acl",
                "scope", "rbac",
            ],
            new BuiltInPlugins().Descriptors.Where(d => !d.AllowsConsumer).Select(d => d.Name));
}
