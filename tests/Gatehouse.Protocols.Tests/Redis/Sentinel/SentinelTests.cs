using Gatehouse.Protocols.Redis;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Redis;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Protocols.Tests.Redis.Sentinel;

/// <summary>Against a real master, its replica and a real sentinel.</summary>
public class SentinelTests
{
    [Fact]
    public async Task Failover_is_followed()
    {
        await using var master = await RedisServer.StartAsync("requirepass pw", "masterauth pw", "repl-diskless-sync-delay 0");
        await using var replica = await RedisServer.StartAsync($"replicaof 127.0.0.1 {master.Port}", "requirepass pw", "masterauth pw");
        await Eventually.TrueAsync(
            async () => (await replica.CallAsync("-a", "pw", "INFO", "replication")).Contains("master_link_status:up", StringComparison.Ordinal), "the replica to follow");
        await using var sentinel = await RedisServer.StartSentinelAsync(
            $"sentinel monitor group 127.0.0.1 {master.Port} 1", "sentinel auth-pass group pw", "sentinel down-after-milliseconds group 500",
            "sentinel failover-timeout group 3000", "requirepass sentinelpw");
        await Eventually.TrueAsync(
            async () => (await sentinel.CallAsync("-a", "sentinelpw", "SENTINEL", "REPLICAS", "group")).Contains($"{replica.Port}", StringComparison.Ordinal), "the sentinel to find the replica");

        // The first sentinel is down; the second answers.
        var options = new RedisOptions
        {
            EndPoints = [new RedisEndPoint("127.0.0.1", FreePort.Next()), new RedisEndPoint("127.0.0.1", sentinel.Port)],
            Topology = RedisTopology.Sentinel,
            Sentinel = new RedisSentinelOptions { MasterName = "group", Credential = new RedisCredential(null, "sentinelpw") },
            Credential = new RedisCredential(null, "pw"),
        };
        using var bench = new RedisBench(options);
        using var reader = new RedisBench(options with { Sentinel = options.Sentinel! with { Role = RedisSentinelRole.Replica } });
        using var wrong = new RedisBench(options with { Sentinel = options.Sentinel! with { MasterName = "other" } });
        Assert.Equal("1", await bench.CallAsync("INCR", "n"));
        Assert.Contains($"connected 127.0.0.1:{master.Port}", bench.Events);
        await Eventually.TrueAsync(async () => await reader.CallAsync("PING") == "PONG", "the sentinel to take the replica for one that works");
        Assert.Contains($"connected 127.0.0.1:{replica.Port}", reader.Events);
        Assert.Equal("NotConnected", await wrong.CallAsync("PING"));
        Assert.EndsWith("it does not know 'other'", wrong.Events[0], StringComparison.Ordinal);
        await Eventually.TrueAsync(async () => await replica.CallAsync("-a", "pw", "GET", "n") == "1", "the replica to have the value");

        await master.KillAsync();
        await Eventually.TrueAsync(async () => await bench.CallAsync("INCR", "n") == "2", "the replica to take over");
        Assert.Contains($"connected 127.0.0.1:{replica.Port}", bench.Events);
        Assert.DoesNotContain(bench.Events, e => e.Contains("pw", StringComparison.Ordinal));
        Assert.Null(bench.Failure);
    }
}
