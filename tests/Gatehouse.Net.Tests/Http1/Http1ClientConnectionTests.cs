using System.Text;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Http1;
using Xunit;

namespace Gatehouse.Net.Tests.Http1;

public class Http1ClientConnectionTests
{
    private const string Empty = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    [Fact]
    public void Request_withSmallBody_goesOutInOneWrite()
    {
        var fixture = new ClientFixture();
        fixture.Connection.StartHead("POST"u8, "/a?b"u8);
        fixture.Connection.WriteHeader("Host"u8, "x"u8);
        fixture.Connection.WriteHeader("Content-Length"u8, "99"u8);
        fixture.Connection.WriteHeader("Transfer-Encoding"u8, "gzip"u8);
        fixture.Connection.EndHead(Http1BodyKind.Length, 2);
        Put(fixture.Connection, "hi");
        Assert.True(fixture.Connection.CompleteAsync().Now());
        string sent = fixture.Sent();
        Assert.Equal("POST /a?b HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi", sent);
        Assert.Equal(1, fixture.Client.Writes);
        Assert.Equal(sent.Length, fixture.Connection.BytesSent);
    }

    [Fact]
    public void Request_chunkedWithTrailer_isFramed()
    {
        var fixture = new ClientFixture();
        fixture.Connection.StartHead("PUT"u8, "/"u8);
        fixture.Connection.EndHead(Http1BodyKind.Chunked, 0);
        Put(fixture.Connection, "hello");
        Assert.True(fixture.Connection.FlushAsync().Now());
        fixture.Connection.WriteTrailer("X"u8, "y"u8);
        fixture.Connection.WriteTrailer("Host"u8, "y"u8);
        Assert.True(fixture.Connection.CompleteAsync().Now());
        Assert.Equal("PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n", fixture.Sent());
    }

    [Theory]
    [InlineData("GE T", "/")]
    [InlineData("GET\r\n", "/")]
    [InlineData("", "/")]
    [InlineData("GET", "")]
    [InlineData("GET", "/ HTTP/1.1\r\nX: y")]
    [InlineData("GET", "/a b")]
    [InlineData("GET", "/\0")]
    public void Request_lineThatCouldSplit_isNeverSent(string method, string target)
    {
        var fixture = new ClientFixture();
        fixture.Connection.StartHead(Encoding.Latin1.GetBytes(method), Encoding.Latin1.GetBytes(target));
        fixture.Connection.EndHead(Http1BodyKind.None, 0);
        Assert.False(fixture.Connection.CompleteAsync().Now());
        Assert.Equal("", fixture.Sent());
        Assert.Equal(ChannelFault.Aborted, fixture.Client.Fault);
        Assert.False(fixture.Connection.IsReusable);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Request_bodyNotOfItsLength_aborts(int written)
    {
        var fixture = new ClientFixture();
        fixture.Connection.StartHead("POST"u8, "/"u8);
        fixture.Connection.EndHead(Http1BodyKind.Length, 2);
        Put(fixture.Connection, new string('a', written));
        Assert.False(fixture.Connection.CompleteAsync().Now());
        Assert.Equal("", fixture.Sent());
    }

    [Fact]
    public void Connection_usedAgain_countsAndStaysReusable()
    {
        var fixture = new ClientFixture();
        Assert.True(fixture.Connection.IsReusable);
        for (int i = 1; i <= 3; i++)
        {
            fixture.Request();
            Assert.False(fixture.Connection.IsReusable);
            Task<string> reading = fixture.ReadAsync();
            fixture.Answer(Empty);
            Assert.Equal("Final Length 0  end reusable", reading.Now());
            Assert.Equal(i, fixture.Connection.RequestCount);
            Assert.Equal(Empty.Length, fixture.Connection.BytesReceived);
        }
    }

    [Fact]
    public void Connection_askedToClose_isNotReusable()
    {
        var fixture = new ClientFixture();
        fixture.Connection.StartHead("GET"u8, "/"u8);
        fixture.Connection.WriteHeader("Connection"u8, "te, close"u8);
        fixture.Connection.EndHead(Http1BodyKind.None, 0);
        Assert.True(fixture.Connection.CompleteAsync().Now());
        Task<string> reading = fixture.ReadAsync();
        fixture.Answer(Empty);
        Assert.Equal("Final Length 0  end", reading.Now());
    }

    [Fact]
    public void Response_beforeTheRequestIsComplete_isReadButNotReusable()
    {
        var fixture = new ClientFixture();
        fixture.Connection.StartHead("POST"u8, "/"u8);
        fixture.Connection.EndHead(Http1BodyKind.Length, 5);
        Put(fixture.Connection, "he");
        Assert.True(fixture.Connection.FlushAsync().Now());
        Task<string> reading = fixture.ReadAsync();
        fixture.Answer(Empty);
        Assert.Equal("Final Length 0  end", reading.Now());
        Put(fixture.Connection, "llo");
        Assert.True(fixture.Connection.CompleteAsync().Now());
        Assert.True(fixture.Connection.IsReusable);
    }

    [Theory]
    [InlineData(ChannelFault.Timeout)]
    [InlineData(ChannelFault.Aborted)]
    public void Abort_whileWaitingForAHead_isReportedAsOurs(ChannelFault fault)
    {
        ClientFixture fixture = new ClientFixture().Request();
        ValueTask<Http1ResponseResult> reading = fixture.Connection.ReadHeadAsync(fixture.Sink);
        Assert.False(reading.IsCompleted);
        fixture.Connection.Abort(fault);
        fixture.Loop.RunUntilIdle();
        Assert.Equal(Http1ResponseResult.Aborted, reading.Now());
        Assert.Equal(fault, fixture.Client.Fault);
    }

    [Fact]
    public void Abort_whileWaitingForABody_failsTheRead()
    {
        ClientFixture fixture = new ClientFixture().Request();
        Task<string> reading = fixture.ReadAsync();
        fixture.Answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe");
        fixture.Connection.Abort(ChannelFault.Timeout);
        fixture.Loop.RunUntilIdle();
        Assert.Equal("Final Length 5 he failed", reading.Now());
    }

    [Theory]
    [InlineData("", "ClosedBeforeResponse")]
    [InlineData("HTTP/1.1 2", "Truncated")]
    public void Reset_inTheHead_tellsWhetherTheRequestMayBeRepeated(string bytes, string outcome)
    {
        ClientFixture fixture = new ClientFixture().Request();
        Task<string> reading = fixture.ReadAsync();
        fixture.Answer(bytes);
        fixture.Upstream.Abort(ChannelFault.Aborted);
        fixture.Loop.RunUntilIdle();
        Assert.Equal(outcome, reading.Now());
    }

    [Fact]
    public void Reset_inABodyThatEndsWithTheConnection_isNotItsEnd()
    {
        ClientFixture fixture = new ClientFixture().Request();
        Task<string> reading = fixture.ReadAsync();
        fixture.Answer("HTTP/1.1 200 OK\r\n\r\nhalf");
        fixture.Upstream.Abort(ChannelFault.Aborted);
        fixture.Loop.RunUntilIdle();
        Assert.Equal("Final UntilClose -1 half failed", reading.Now());
    }

    [Fact]
    public void Tunnel_after101_beginsWithBufferedBytesAndIsNeverReusable()
    {
        ClientFixture fixture = new ClientFixture().Request(upgrade: true);
        Assert.Contains("\r\nConnection: upgrade\r\n", fixture.Sent(), StringComparison.Ordinal);
        fixture.Answer("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: a\r\n\r\nraw");
        Assert.Equal(Http1ResponseResult.SwitchingProtocols, fixture.Connection.ReadHeadAsync(fixture.Sink).Now());
        Http1Tunnel tunnel = fixture.Connection.BeginTunnel();
        var buffer = new byte[10];
        Assert.Equal(3, tunnel.ReadAsync(buffer).Now());
        Assert.False(tunnel.ReadAsync(buffer) is { IsCompleted: true });
        Assert.True(tunnel.WriteAsync("up"u8.ToArray()).Now());
        Assert.Equal("up", fixture.Sent());
        Assert.False(fixture.Connection.IsReusable);
    }

    [Fact]
    public void HasBufferedBody_tellsWhetherAReadWouldWait()
    {
        ClientFixture fixture = new ClientFixture().Request();
        fixture.Answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        Assert.Equal(Http1ResponseResult.Final, fixture.Connection.ReadHeadAsync(fixture.Sink).Now());
        Assert.False(fixture.Connection.HasBufferedBody);
        var buffer = new byte[10];
        ValueTask<int> read = fixture.Connection.ReadBodyAsync(buffer);
        fixture.Answer("1\r\na\r\n2\r\nb");
        Assert.Equal(1, read.Now());
        Assert.True(fixture.Connection.HasBufferedBody);
        Assert.Equal(1, fixture.Connection.ReadBodyAsync(buffer).Now());
        Assert.False(fixture.Connection.HasBufferedBody);
        read = fixture.Connection.ReadBodyAsync(buffer);
        fixture.Answer("c\r\n0\r\n\r\n");
        Assert.Equal(1, read.Now());
        Assert.True(fixture.Connection.HasBufferedBody);
        Assert.Equal(0, fixture.Connection.ReadBodyAsync(buffer).Now());
    }

    private static void Put(Http1ClientConnection connection, string text)
    {
        foreach (byte b in Encoding.Latin1.GetBytes(text))
        {
            connection.GetBodyMemory(1).Span[0] = b;
            connection.AdvanceBody(1);
        }
    }
}
