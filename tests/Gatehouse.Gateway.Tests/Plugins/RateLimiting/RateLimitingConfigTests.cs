using System.Net;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.RateLimiting;

public sealed class RateLimitingConfigTests
{
    [Theory]
    [InlineData("{}", "@entity: at least one of these fields must be non-empty: 'second', 'minute', 'hour', 'day', 'month', 'year', 'limits'")]
    [InlineData("""{"second":10,"minute":5}""", "@entity: The limit for minute(5.0) cannot be lower than the limit for second(10.0)")]
    [InlineData("""{"minute":5,"limit_by":"header"}""", "header_name: required field missing")]
    [InlineData("""{"minute":5,"limit_by":"expression"}""", "expression: required field missing")]
    [InlineData("""{"minute":5,"limit_by":"expression","expression":"["}""", "expression: ")]
    [InlineData("""{"minute":5,"limit_by":"expression","expression":"[1]"}""", "expression: line 1, column 1: a key is a string, int, bool or ip, this is of type list(int)")]
    [InlineData("""{"minute":5,"policy":"redis"}""", "redis.host: required field missing")]
    [InlineData("""{"minute":5,"sync_rate":0.001}""", "sync_rate: value must be -1 or at least 0.02")]
    [InlineData("""{"limits":[{"name":"a","limit":1},{"name":"A","limit":2}]}""", "limits: two limits are named 'A', or it is the name of a period")]
    [InlineData("""{"minute":5,"limits":[{"name":"Minute","limit":1}]}""", "limits: two limits are named 'Minute', or it is the name of a period")]
    [InlineData("""{"minute":5,"burst":9}""", "burst: burst is of algorithm token-bucket, and this is fixed-window")]
    [InlineData("""{"limits":[{"name":"a","limit":5,"burst":9}]}""", "limits: burst is of algorithm token-bucket, and 'a' is fixed-window")]
    [InlineData("""{"algorithm":"token-bucket","limits":[{"name":"a","limit":5,"algorithm":"sliding-window","burst":9}]}""", "limits: burst is of algorithm token-bucket, and 'a' is sliding-window")]
    [InlineData("""{"limits":[{"name":"a","limit":5,"algorithm":"concurrency","window_size":9}]}""", "limits: concurrency has no window, and 'a' has a window_size")]
    [InlineData("""{"minute":5,"tiers":{"gold":{"minute":9,"burst":9}}}""", "tiers: tier 'gold': burst is of algorithm token-bucket, and this is fixed-window")]
    public void Schema_refuses_what_makes_no_sense(string config, string message)
    {
        using var bench = new RateLimitBench();

        Assert.Contains(bench.Plugins.Check("rate-limiting", config), e => e.StartsWith(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"minute":5,"algorithm":"token-bucket","burst":9,"tiers":{"gold":{"minute":9,"burst":9}}}""")]
    [InlineData("""{"limits":[{"name":"a","limit":5,"algorithm":"token-bucket","burst":9},{"name":"b","limit":5,"algorithm":"concurrency"}]}""")]
    [InlineData("""{"algorithm":"token-bucket","limits":[{"name":"a","limit":5,"burst":9}]}""")]
    public void Schema_takes_a_burst_where_there_is_a_bucket(string config)
    {
        using var bench = new RateLimitBench();

        Assert.Empty(bench.Plugins.Check("rate-limiting", config));
    }

    [Theory]
    [InlineData("cluster", "counters in the database need a database, and this node has none")]
    public void Policy_that_the_node_has_no_store_for_is_refused(string policy, string message)
    {
        using var bench = new RateLimitBench();

        var error = Assert.Throws<PluginBuildException>(() => bench.With($$$"""{"minute":5,"policy":"{{{policy}}}","redis":{"host":"r"}}"""));

        Assert.Equal((message, "policy"), (error.Message, error.Field));
    }

    [Fact]
    public async Task Live_counters_are_read_and_reset_by_key()
    {
        using var bench = new RateLimitBench().With("""{"minute":5,"limit_by":"ip","limits":[{"name":"all","limit":100,"limit_by":"global"}]}""");
        await bench.CountAsync(3, () => At("10.0.0.1"));
        await bench.CountAsync(9, () => At("10.0.0.2"));
        var directory = bench.Plugins.Limits.Directory;
        string plugin = Assert.Single(directory.Plugins).Id;

        var page = await directory.ReadAsync(plugin, null, 0, 100, CancellationToken.None);
        Assert.Equal(["all 92", "minute 0", "minute 2"], page!.Counters.Select(c => $"{c.Limit} {c.Remaining}").Order());
        var one = Assert.Single((await directory.ReadAsync(plugin, "ip:10.0.0.2", 0, 100, CancellationToken.None))!.Counters);
        Assert.Equal(("minute", 5, 0), (one.Limit, one.Max, one.Remaining));
        Assert.Matches("^[0-9a-f]{32}$", one.Key);

        Assert.Equal(1, await directory.ResetAsync(plugin, one.Key, CancellationToken.None));
        Assert.Equal(1, await directory.ResetAsync(plugin, "global:", CancellationToken.None));
        Assert.Equal(0, await directory.ResetAsync(plugin, "ip:10.0.0.2", CancellationToken.None));
        Assert.Null(await directory.ResetAsync(plugin, "nonsense", CancellationToken.None));
        Assert.Null(await directory.ReadAsync("nobody", null, 0, 100, CancellationToken.None));
        Assert.Equal(5, await bench.CountAsync(9, () => At("10.0.0.2")));
    }

    private static FakeExchange At(string address) => new() { ClientAddress = IPAddress.Parse(address) };
}
