using System.Net;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class IpRestrictionPluginTests : IDisposable
{
    private readonly PluginBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("""{"allow":["10.0.0.0/8"]}""", "10.1.2.3", true)]
    [InlineData("""{"allow":["10.0.0.0/8"]}""", "11.1.2.3", false)]
    [InlineData("""{"allow":["10.0.0.0/8"]}""", "::ffff:10.1.2.3", true)]
    [InlineData("""{"allow":["10.0.0.0/8"]}""", "::10.1.2.3", false)]
    [InlineData("""{"allow":["::ffff:10.0.0.0/104"]}""", "10.1.2.3", true)]
    [InlineData("""{"allow":["0.0.0.0/0"]}""", "2001:db8::1", false)]
    [InlineData("""{"allow":["::/0"]}""", "10.1.2.3", false)]
    [InlineData("""{"allow":["2001:db8::/32", "192.0.2.1"]}""", "2001:db8:1::2", true)]
    [InlineData("""{"allow":["2001:db8::/32", "192.0.2.1"]}""", "192.0.2.1", true)]
    [InlineData("""{"allow":["2001:db8::/32", "192.0.2.1"]}""", "192.0.2.2", false)]
    [InlineData("""{"deny":["192.0.2.0/24"]}""", "192.0.2.9", false)]
    [InlineData("""{"deny":["192.0.2.0/24"]}""", "192.0.3.9", true)]
    [InlineData("""{"deny":["192.0.2.0/24"],"allow":[]}""", "192.0.3.9", true)]
    [InlineData("""{"deny":["10.66.0.0/16"],"allow":["10.0.0.0/8"]}""", "10.66.0.1", false)]
    [InlineData("""{"deny":["10.66.0.0/16"],"allow":["10.0.0.0/8"]}""", "10.65.0.1", true)]
    [InlineData("""{"deny":["10.66.0.0/16"],"allow":["10.0.0.0/8"]}""", "192.0.2.1", false)]
    [InlineData("""{"deny":["0.0.0.0/0", "::/0"],"allow":["10.0.0.0/8"]}""", "10.0.0.1", false)]
    public async Task Access_address_decides(string config, string address, bool passes)
    {
        var exchange = new FakeExchange { ClientAddress = IPAddress.Parse(address) };

        await _bench.Build("ip-restriction", config).AccessAsync(exchange);

        Assert.Equal(passes ? 0 : 403, exchange.Answer.Status);
    }

    [Theory]
    [InlineData("""{"allow":["10.0.0.0/8"]}""", "198.51.100.9", 403, "IP address not allowed: 198.51.100.9")]
    [InlineData("""{"allow":["10.0.0.0/8"]}""", "::ffff:198.51.100.9", 403, "IP address not allowed: 198.51.100.9")]
    [InlineData("""{"allow":["10.0.0.0/8"]}""", "2001:db8::1", 403, "IP address not allowed: 2001:db8::1")]
    [InlineData("""{"deny":["198.51.100.9"],"status":405,"message":"go away"}""", "198.51.100.9", 405, "go away")]
    [InlineData("""{"allow":["10.0.0.0/8"],"status":404}""", "198.51.100.9", 404, "IP address not allowed: 198.51.100.9")]
    public async Task Access_refusal_says(string config, string address, int status, string message)
    {
        var exchange = new FakeExchange { ClientAddress = IPAddress.Parse(address) };

        await _bench.Build("ip-restriction", config).AccessAsync(exchange);

        Assert.Equal((status, message), (exchange.Answer.Status, exchange.Answer.Message));
        Assert.False(exchange.Answer.IsVerbatim);
    }

    [Theory]
    [InlineData("{}", "@entity: at least one of these fields must be non-empty: 'allow', 'deny'")]
    [InlineData("""{"allow":[],"deny":[]}""", "@entity: at least one of these fields must be non-empty: 'allow', 'deny'")]
    [InlineData("""{"allow":["10.0.0.0/33"]}""", "allow: invalid ip or cidr range: '10.0.0.0/33'")]
    [InlineData("""{"deny":["10.0.0"]}""", "deny: invalid ip or cidr range: '10.0.0'")]
    [InlineData("""{"deny":["unix:"]}""", "deny: invalid ip or cidr range: 'unix:'")]
    [InlineData("""{"deny":["::1"],"status":199}""", "status: value should be a whole number between 200 and 599")]
    [InlineData("""{"deny":["::1"],"status":403.5}""", "status: value should be a whole number between 200 and 599")]
    public void Schema_wrong_config_is_refused(string config, string message)
        => Assert.Equal([message], _bench.Check("ip-restriction", config));

    [Theory]
    [InlineData("""{"allow":["nonsense"]}""")]
    [InlineData("""{"allow":["unix:"]}""")]
    [InlineData("""{"allow":[],"deny":[]}""")]
    public void Build_range_that_cannot_be_read_is_never_left_out(string config)
        => Assert.Throws<PluginBuildException>(() => _bench.Build("ip-restriction", config));

    [Theory]
    [InlineData("""{"deny":["198.51.100.9"]}""", "denied")]
    [InlineData("""{"allow":["10.0.0.0/8"]}""", "not_allowed")]
    public async Task Access_refusal_is_recorded_and_counted(string config, string reason)
    {
        await _bench.Build("ip-restriction", config).AccessAsync(new FakeExchange { ClientAddress = IPAddress.Parse("198.51.100.9") });

        Assert.Equal(1, MetricText.Of(_bench.Services.Metrics, $"gatehouse_authorization_denials_total{{plugin=\"ip-restriction\",reason=\"{reason}\"}}"));
        _bench.Dispose();
        Assert.Contains("\"client_ip\":\"198.51.100.9\"", Assert.Single(_bench.Audit.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Access_many_ranges_allocates_nothing()
    {
        string ranges = string.Join(",", Enumerable.Range(0, 5_000).Select(i => $"\"10.{i / 250}.{i % 250}.0/25\""));
        var plugin = _bench.Build("ip-restriction", $$"""{"allow":[{{ranges}}]}""");
        var exchange = new FakeExchange { ClientAddress = IPAddress.Parse("10.19.249.127") };
        await plugin.AccessAsync(exchange);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            await plugin.AccessAsync(exchange);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.False(exchange.IsAnswered);
    }
}
