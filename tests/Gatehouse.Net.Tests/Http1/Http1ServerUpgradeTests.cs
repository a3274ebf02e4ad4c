using Gatehouse.Net.Channels;
using Gatehouse.Net.Http1;
using Xunit;
using static Gatehouse.Net.Tests.Http1.PlainExchange;

namespace Gatehouse.Net.Tests.Http1;

public class Http1ServerUpgradeTests
{
    [Fact]
    public void Upgrade_accepted_tunnelsBeginningWithBufferedBytes()
    {
        var fixture = new ServerFixture();
        fixture.Application.Handler = async connection =>
        {
            connection.StartHead(101);
            connection.WriteHeader("Upgrade"u8, "echo"u8);
            connection.EndHead(Http1BodyKind.Tunnel, 0);
            Assert.Throws<InvalidOperationException>(() => connection.BeginTunnel());
            Assert.True(await connection.FlushAsync());
            Http1Tunnel tunnel = connection.BeginTunnel();
            var buffer = new byte[64];
            for (int read = await tunnel.ReadAsync(buffer); read > 0; read = await tunnel.ReadAsync(buffer))
            {
                await tunnel.WriteAsync(buffer.AsMemory(0, read));
            }
        };
        fixture.Start().Send("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nfirst");
        Assert.Equal("HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\nfirst", fixture.Received());
        fixture.Send("second");
        Assert.Equal("second", fixture.Received());
        fixture.EndInput();
        Assert.True(fixture.Server.IsClosed);
        Assert.Null(fixture.Connection.Failure);
    }

    [Fact]
    public void Upgrade_refused_staysHttp()
    {
        ServerFixture fixture = new ServerFixture().Start()
            .Send("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n" + Get);
        Assert.Equal(Ok + Ok, fixture.Received());
    }

    [Theory]
    [InlineData("Upgrade", "TLS/1.2", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "Connection: Upgrade\r\n")]
    [InlineData("Upgrade", "TLS/1.2", "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "Connection: close, Upgrade\r\n")]
    [InlineData("Upgrade", "TLS/1.2", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "Connection: keep-alive, Upgrade\r\n")]
    [InlineData("X-Secret", "TLS/1.2", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "")]
    [InlineData("Upgrade", "", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "")]
    public void Answer_thatAsksForAnUpgrade_namesItInConnection(string option, string protocol, string request, string expected)
    {
        var fixture = new ServerFixture();
        fixture.Application.Handler = async connection =>
        {
            connection.StartHead(426);
            connection.WriteHeader("Connection"u8, System.Text.Encoding.ASCII.GetBytes(option));
            if (protocol.Length > 0)
            {
                connection.WriteHeader("Upgrade"u8, System.Text.Encoding.ASCII.GetBytes(protocol));
            }

            connection.EndHead(Http1BodyKind.Length, 0);
            Assert.True(await connection.CompleteAsync());
        };
        string answer = fixture.Start().Send(request).Received();
        Assert.StartsWith("HTTP/1.1 426 ", answer, StringComparison.Ordinal);
        string fields = string.Concat(answer.Split("\r\n").Where(l => l.StartsWith("Connection", StringComparison.Ordinal)).Select(l => l + "\r\n"));
        Assert.Equal(expected, fields);
    }

    [Fact]
    public void Upgrade_notAskedFor_cannotBeAnsweredWith101()
    {
        var fixture = new ServerFixture();
        fixture.Application.Handler = async connection =>
        {
            connection.StartHead(101);
            connection.EndHead(Http1BodyKind.Tunnel, 0);
            Assert.False(await connection.FlushAsync());
        };
        fixture.Start().Send(Get);
        Assert.Null(fixture.Connection.Failure);
        Assert.Equal(ChannelFault.Aborted, fixture.Server.Fault);
    }
}
