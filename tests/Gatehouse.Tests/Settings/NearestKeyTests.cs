using Gatehouse.Settings;
using Xunit;

namespace Gatehouse.Tests.Settings;

public class NearestKeyTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("listen", "lisen", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_counts_mistakes(string a, string b, int expected)
    {
        Assert.Equal(expected, NearestKey.Distance(a, b));
        Assert.Equal(expected, NearestKey.Distance(b, a));
    }

    [Theory]
    [InlineData("proxy_lsiten", "proxy_listen")]
    [InlineData("proxy-listen", "proxy_listen")]
    [InlineData("admin_listn", "admin_listen")]
    [InlineData("trusted_ip", "trusted_ips")]
    [InlineData("declarative_confg", "declarative_config")]
    [InlineData("upstream_keepalive_poolsize", "upstream_keepalive_pool_size")]
    [InlineData("max_body_size", "client_max_body_size")]
    public void Suggest_mistyped_key_finds_the_one_meant(string key, string expected)
        => Assert.Equal(expected, NodeSettingsSchema.Suggest(key));

    [Theory]
    [InlineData("xyzzy")]
    [InlineData("something_else_entirely_different")]
    public void Suggest_far_from_all_is_null(string key) => Assert.Null(NodeSettingsSchema.Suggest(key));
}
