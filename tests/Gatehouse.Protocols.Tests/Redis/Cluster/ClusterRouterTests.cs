using System.Globalization;
using System.Text;
using Gatehouse.Protocols.Redis;
using Gatehouse.Protocols.Redis.Cluster;
using Gatehouse.TestKit.Redis;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Protocols.Tests.Redis.Cluster;

/// <summary>Against three real nodes.</summary>
public class ClusterRouterTests
{
    private static readonly RedisScript Add = new("return redis.call('INCRBY', KEYS[1], ARGV[1])");

    [Fact]
    public async Task Every_key_goes_to_its_node_and_a_slot_that_moves_is_followed()
    {
        await using var cluster = await RedisCluster.StartAsync();
        using var bench = new RedisBench(cluster.Nodes[0].Port, o => o with { Topology = RedisTopology.Cluster });

        string[] keys = [.. Enumerable.Range(0, 300).Select(i => $"key:{i}")];
        Assert.All(await Task.WhenAll(keys.Select(k => bench.EvalAsync(Add, k, "1"))), a => Assert.Equal("1", a));
        Assert.Equal(300, bench.Client.Statistics.Commands);
        Assert.Equal(3, bench.Client.Statistics.Connections);
        Assert.Equal("PONG", await bench.CallAsync("PING"));

        // A slot in the middle of its move: what is not there yet is asked for at the new node.
        const string Key = "{moving}a";
        int slot = HashSlot.Of(Encoding.ASCII.GetBytes(Key));
        string name = slot.ToString(CultureInfo.InvariantCulture);
        int source = await cluster.OwnerAsync(slot);
        int target = (source + 1) % 3;
        string sourceId = await cluster.IdAsync(source), targetId = await cluster.IdAsync(target);
        Assert.Equal("OK", await cluster.Nodes[target].CallAsync("CLUSTER", "SETSLOT", name, "IMPORTING", sourceId));
        Assert.Equal("OK", await cluster.Nodes[source].CallAsync("CLUSTER", "SETSLOT", name, "MIGRATING", targetId));
        Assert.Equal("4", await bench.EvalAsync(Add, Key, "4"));
        Assert.Contains("ASK", await cluster.Nodes[source].CallAsync("GET", Key), StringComparison.Ordinal);
        Assert.Equal("5", await bench.CallAsync("INCR", Key));

        // Moved for good: the first answer is a redirection, the map is fetched again.
        foreach (int node in new[] { target, source, (source + 2) % 3 })
        {
            Assert.Equal("OK", await cluster.Nodes[node].CallAsync("CLUSTER", "SETSLOT", name, "NODE", targetId));
        }

        Assert.Equal("6", await bench.EvalAsync(Add, Key, "1"));
        Assert.Equal("7", await bench.CallAsync("INCR", Key));
        Assert.Equal(0, bench.Client.Statistics.Failures);

        // A node that is gone takes its own slots with it and no others.
        await cluster.Nodes[source].KillAsync();
        await Eventually.TrueAsync(() => bench.Client.Statistics.Connections == 2, "the lost node to be noticed");
        Assert.Equal("8", await bench.CallAsync("INCR", Key));
        string[] answers = await Task.WhenAll(keys.Select(k => bench.CallAsync("GET", k)));
        Assert.Contains("1", answers);
        Assert.All(answers, a => Assert.True(a is "1" or "NotConnected" or "Unavailable", a));
        Assert.NotEqual(RedisState.Down, bench.Client.State);
        Assert.Null(bench.Failure);
    }

    [Fact]
    public async Task Server_that_is_no_cluster_is_named()
    {
        await using var server = await RedisServer.StartAsync();
        using var bench = new RedisBench(server.Port, o => o with { Topology = RedisTopology.Cluster });
        Assert.Equal("NotConnected", await bench.CallAsync("GET", "k"));
        Assert.EndsWith("the server answered with ERR", bench.Events[0], StringComparison.Ordinal);
        Assert.Equal(RedisState.Down, bench.Client.State);
    }
}
