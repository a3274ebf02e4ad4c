using System.Text;
using Gatehouse.Protocols.Redis;
using Gatehouse.Protocols.Tests.Redis.Resp;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Protocols.Tests.Redis;

/// <summary>Against peers that do what no Redis of today does.</summary>
public class RedisPeerTests
{
    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request|Connection: close||")]
    [InlineData("+OK|+nobody asked for this|")]
    [InlineData("$99999999|")]
    [InlineData("*2000000000|")]
    [InlineData("\u0015\u0003\u0001")]
    public async Task Garbage_for_an_answer_ends_the_connection(string answer)
    {
        await using var peer = Scripted(async c =>
        {
            await c.SendAsync(RespReaderTests.Wire(answer));
        });
        using var bench = new RedisBench(peer.Port);
        string result = await bench.CallAsync(5000, "GET", "k");
        Assert.True(result is "NotConnected" or "ConnectionLost", result);
        await Eventually.TrueAsync(() => bench.Events.Any(e => e.EndsWith("the server does not keep to the protocol", StringComparison.Ordinal)), "the event");
        await Eventually.TrueAsync(() => bench.Client.Statistics.Connects + bench.Client.Statistics.ConnectFailures >= 2, "another attempt");
    }

    [Theory]
    [InlineData("-ERR unknown command `HELLO`, with args beginning with: `3`|")]
    [InlineData("-NOPROTO unsupported protocol version|")]
    public async Task Server_without_HELLO_is_spoken_to_in_RESP2(string refusal)
    {
        await using var peer = Scripted(async c =>
        {
            await ExpectAsync(c, "HELLO", refusal);
            await ExpectAsync(c, "AUTH", "+OK|", 2);
            await ExpectAsync(c, "SELECT", "+OK|");
            await ExpectAsync(c, "GET", "$3|abc|");
        });
        using var bench = new RedisBench(peer.Port, o => o with { Database = 1, Credential = new RedisCredential("u", "p") });
        Assert.Equal("abc", await bench.CallAsync("GET", "k"));
        Assert.Contains("*3\r\n$4\r\nAUTH\r\n$1\r\nu\r\n$1\r\np\r\n", Encoding.Latin1.GetString(peer.Connections[0].Received), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Password_alone_is_given_as_old_servers_know_it()
    {
        await using var peer = Scripted(async c =>
        {
            await ExpectAsync(c, "HELLO", "-ERR unknown command 'HELLO'|");
            await ExpectAsync(c, "AUTH", "-ERR Client sent AUTH, but no password is set. Yours: p|", 2);
        });
        using var bench = new RedisBench(peer.Port, o => o with { Credential = new RedisCredential(null, "topsecret") });
        Assert.Equal("NotConnected", await bench.CallAsync("GET", "k"));
        Assert.Contains("*2\r\n$4\r\nAUTH\r\n$9\r\ntopsecret\r\n", Encoding.Latin1.GetString(peer.Connections[0].Received), StringComparison.Ordinal);
        Assert.EndsWith("the server answered with ERR", bench.Events[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_of_a_turn_leave_in_one_write_and_answers_may_come_in_pieces()
    {
        await using var peer = Scripted(async c =>
        {
            await ExpectAsync(c, "HELLO", "%1|+proto|:3|");
            await Eventually.TrueAsync(() => Count(c, "GET") == 3, "three commands");
            foreach (byte b in RespReaderTests.Wire("$1|a|>1|+x|$1|b|$1|c|"))
            {
                await c.SendAsync(new[] { b });
            }

        });
        using var bench = new RedisBench(peer.Port);
        Assert.Equal(["a", "b", "c"], await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => bench.CallAsync("GET", "k"))));
    }

    [Fact]
    public async Task Late_reply_is_not_taken_for_the_next_ones()
    {
        var late = new TaskCompletionSource();
        await using var peer = Scripted(async c =>
        {
            await ExpectAsync(c, "HELLO", "%0|");
            await ReadAsync(c, "GET");
            await late.Task;
            await c.SendAsync(RespReaderTests.Wire("$5|first|"));
            await ReadAsync(c, "GET", 2);
            await c.SendAsync(RespReaderTests.Wire("$6|second|"));
        });
        using var bench = new RedisBench(peer.Port);
        Assert.Equal("TimedOut", await bench.CallAsync(30, "GET", "k"));
        Assert.Equal("Stalled", await bench.CallAsync(30, "GET", "k"));
        late.SetResult();
        await Eventually.TrueAsync(() => bench.Client.State == RedisState.Ready, "the late reply");
        Assert.Equal("second", await bench.CallAsync("GET", "k"));
    }

    [Theory]
    [InlineData("-LOADING Redis is loading the dataset in memory|")]
    [InlineData("-BUSY Redis is busy running a script.|")]
    [InlineData("-MISCONF no disk|")]
    [InlineData("-OOM command not allowed when used memory > 'maxmemory'.|")]
    public async Task Refusal_that_passes_is_a_failure(string error)
    {
        await using var peer = Scripted(async c =>
        {
            await ExpectAsync(c, "HELLO", "%0|");
            await ExpectAsync(c, "INCR", error);
        });
        using var bench = new RedisBench(peer.Port);
        Assert.Equal("Unavailable", await bench.CallAsync("INCR", "k"));
    }

    [Fact]
    public async Task Server_that_becomes_read_only_is_looked_for_anew()
    {
        await using var peer = Scripted(async c =>
        {
            await ExpectAsync(c, "HELLO", "%0|");
            await ExpectAsync(c, "INCR", c.Index == 0 ? "-READONLY You can't write against a read only replica.|" : ":8|");
        });
        using var bench = new RedisBench(peer.Port);
        Assert.Equal("Unavailable", await bench.CallAsync("INCR", "k"));
        await Eventually.TrueAsync(() => bench.Client.Statistics.Connects == 2, "a second connection");
        Assert.Equal("8", await bench.CallAsync("INCR", "k"));
    }

    [Fact]
    public async Task Peer_that_accepts_and_says_nothing_costs_one_connection_at_a_time()
    {
        await using var peer = ScriptedOrigin.Start(c => c.WaitUntilClosedAsync());
        using var bench = new RedisBench(peer.Port, o => o with { Limits = new RedisLimits { ConnectTimeoutMilliseconds = 60 } });
        Assert.Equal("NotConnected", await bench.CallAsync("GET", "k"));
        Assert.EndsWith("the server did not answer in time", bench.Events[0], StringComparison.Ordinal);
        await Eventually.TrueAsync(() => peer.Connections.Count > 2, "further attempts");
        Assert.True(peer.OpenConnections <= 2);
    }

    /// <summary>Reads all the time, so that what was received can be looked at.</summary>
    private static ScriptedOrigin Scripted(Func<ScriptedConnection, Task> script) => ScriptedOrigin.Start(async c =>
    {
        var reading = c.WaitUntilClosedAsync();
        await script(c);
        await reading;
    });

    private static async Task ExpectAsync(ScriptedConnection connection, string name, string answer, int times = 1)
    {
        await ReadAsync(connection, name, times);
        await connection.SendAsync(RespReaderTests.Wire(answer));
    }

    private static Task ReadAsync(ScriptedConnection connection, string name, int times = 1)
        => Eventually.TrueAsync(() => Count(connection, name) == times, $"{name} at the peer");

    private static int Count(ScriptedConnection connection, string name)
        => Encoding.Latin1.GetString(connection.Received).Split($"\r\n{name}\r\n").Length - 1;
}
