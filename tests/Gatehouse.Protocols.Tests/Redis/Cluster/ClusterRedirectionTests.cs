using System.Text;
using Gatehouse.Protocols.Redis;
using Gatehouse.Protocols.Redis.Cluster;
using Xunit;

namespace Gatehouse.Protocols.Tests.Redis.Cluster;

public class ClusterRedirectionTests
{
    [Theory]
    [InlineData("MOVED 3999 127.0.0.1:6381", false, 3999, "127.0.0.1", 6381)]
    [InlineData("ASK 0 node.test:6379", true, 0, "node.test", 6379)]
    [InlineData("MOVED 16383 ::1:6381", false, 16383, "::1", 6381)]
    [InlineData("MOVED 1 :6381", false, 1, "asked", 6381)]
    public void Redirection_is_read(string error, bool isAsk, int slot, string host, int port)
    {
        Assert.True(ClusterRedirection.TryParse(Encoding.ASCII.GetBytes(error), new RedisEndPoint("asked", 1), out var to));
        Assert.Equal(new ClusterRedirection(isAsk, slot, new RedisEndPoint(host, port)), to);
    }

    [Theory]
    [InlineData("MOVED")]
    [InlineData("MOVED 1")]
    [InlineData("MOVED 16384 h:1")]
    [InlineData("MOVED -1 h:1")]
    [InlineData("MOVED x h:1")]
    [InlineData("MOVED 1 h")]
    [InlineData("MOVED 1 h:0")]
    [InlineData("MOVED 1 h:65536")]
    [InlineData("MOVED 1 h:1x")]
    [InlineData("ASKING 1 h:1")]
    [InlineData("ERR MOVED 1 h:1")]
    public void Anything_else_is_none(string error)
        => Assert.False(ClusterRedirection.TryParse(Encoding.ASCII.GetBytes(error), new RedisEndPoint("asked", 1), out _));
}
