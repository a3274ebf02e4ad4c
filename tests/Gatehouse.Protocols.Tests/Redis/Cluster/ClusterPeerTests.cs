using System.Globalization;
using System.Text;
using Gatehouse.Protocols.Redis;
using Gatehouse.Protocols.Tests.Redis.Resp;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Protocols.Tests.Redis.Cluster;

/// <summary>Against a node that does what it is told.</summary>
public class ClusterPeerTests
{
    [Fact]
    public async Task Redirections_in_a_circle_end()
    {
        await using var node = Node("-MOVED 12182 :{0}|");
        using var bench = new RedisBench(node.Port, o => o with { Topology = RedisTopology.Cluster });
        Assert.Equal("Unavailable", await bench.CallAsync("GET", "foo"));
        Assert.Equal(6, node.Connections.Sum(c => Encoding.Latin1.GetString(c.Received).Split("\r\nGET\r\n").Length - 1));
    }

    [Theory]
    [InlineData("-CLUSTERDOWN Hash slot not served|")]
    [InlineData("-TRYAGAIN Multiple keys request during rehashing of slot|")]
    public async Task Slot_that_nobody_serves_is_a_failure_that_passes(string error)
    {
        await using var node = Node(error);
        using var bench = new RedisBench(node.Port, o => o with { Topology = RedisTopology.Cluster });
        Assert.Equal("Unavailable", await bench.CallAsync("GET", "foo"));
    }

    [Fact]
    public async Task Map_is_fetched_at_intervals_however_many_redirections_come()
    {
        await using var node = Node("-CLUSTERDOWN Hash slot not served|");
        using var bench = new RedisBench(node.Port, o => o with
        {
            Topology = RedisTopology.Cluster,
            Limits = new RedisLimits { MapIntervalMilliseconds = 60_000 },
        });
        for (int i = 0; i < 200; i++)
        {
            Assert.Equal("Unavailable", await bench.CallAsync("GET", "foo"));
        }

        Assert.Equal(1, node.Connections.Sum(c => Encoding.Latin1.GetString(c.Received).Split("\r\nSLOTS\r\n").Length - 1));
    }

    [Theory]
    [InlineData("*1|*3|:0|:16384|*2|$9|127.0.0.1|:1|")]
    [InlineData("*1|*3|:5|:4|*2|$9|127.0.0.1|:1|")]
    [InlineData("*1|*2|:5|:4|")]
    [InlineData("+OK|")]
    [InlineData("*0|")]
    public async Task Map_that_is_none_is_refused(string map)
    {
        await using var node = Node("$1|x|", map);
        using var bench = new RedisBench(node.Port, o => o with { Topology = RedisTopology.Cluster });
        Assert.Equal("NotConnected", await bench.CallAsync("GET", "foo"));
        Assert.Equal(RedisState.Down, bench.Client.State);
    }

    /// <summary>One node with all slots, unless the map says otherwise; it answers each GET with the same. {0} is its port.</summary>
    private static ScriptedOrigin Node(string answer, string map = "*1|*3|:0|:16383|*2|$0||:{0}|")
    {
        ScriptedOrigin origin = null!;
        origin = ScriptedOrigin.Start(async c =>
        {
            var reading = c.WaitUntilClosedAsync();
            int answered = 0;
            while (!reading.IsCompleted)
            {
                string[] commands = Encoding.Latin1.GetString(c.Received).Split('*');
                for (; answered < commands.Length - 1; answered++)
                {
                    string command = commands[answered + 1];
                    string reply = command.Contains("HELLO", StringComparison.Ordinal) ? "%0|" : command.Contains("SLOTS", StringComparison.Ordinal) ? map : answer;
                    await c.SendAsync(RespReaderTests.Wire(string.Format(CultureInfo.InvariantCulture, reply, origin.Port)));
                }

                await Eventually.TrueAsync(
                    () => reading.IsCompleted || Encoding.Latin1.GetString(c.Received).Split('*').Length - 1 > answered, "another command");
            }
        });
        return origin;
    }
}
