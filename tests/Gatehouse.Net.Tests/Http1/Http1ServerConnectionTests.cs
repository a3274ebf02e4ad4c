using Gatehouse.Net.Channels;
using Gatehouse.Net.Http1;
using Xunit;
using static Gatehouse.Net.Tests.Http1.PlainExchange;

namespace Gatehouse.Net.Tests.Http1;

public class Http1ServerConnectionTests
{
    [Fact]
    public void Request_plain_isAnsweredInOneWriteAndConnectionStays()
    {
        ServerFixture fixture = new ServerFixture().Start().Send(Get);
        Assert.Equal(Ok, fixture.Received());
        Assert.Equal(1, fixture.Server.Writes);
        Assert.False(fixture.Running.IsCompleted);
        fixture.Send(Get);
        Assert.Equal(Ok, fixture.Received());
    }

    [Fact]
    public void Requests_pipelined_areAnsweredInOrder()
    {
        ServerFixture fixture = new ServerFixture();
        int number = 0;
        fixture.Application.Handler = async connection => await TestApplication.AnswerAsync(connection, 200, $"n{number++:000}");
        fixture.Start().Send(string.Concat(Enumerable.Repeat(Get, 200)));
        string answers = fixture.Received();
        Assert.Equal(200, fixture.Application.Requests);
        int[] positions = [.. Enumerable.Range(0, 200).Select(i => answers.IndexOf($"n{i:000}", StringComparison.Ordinal))];
        Assert.All(positions, position => Assert.True(position > 0));
        Assert.Equal(positions.Order(), positions);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\nConnection: a, Close\r\n\r\n")]
    [InlineData("GET / HTTP/1.0\r\n\r\n")]
    [InlineData("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n")]
    public void Connection_clientWantsClose_closesAfterAnswer(string request)
    {
        ServerFixture fixture = new ServerFixture().Start().Send(request);
        Assert.Equal(OkClose, fixture.Received());
        Assert.True(fixture.Server.IsClosed);
        Assert.True(fixture.Running.IsCompletedSuccessfully);
    }

    [Fact]
    public void Connection_version10KeepAlive_isHonoured()
    {
        ServerFixture fixture = new ServerFixture().Start().Send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        Assert.Contains("\r\nConnection: keep-alive\r\n", fixture.Received(), StringComparison.Ordinal);
        Assert.False(fixture.Server.IsShutDown);
    }

    [Fact]
    public void Connection_afterMaxRequests_closes()
    {
        ServerFixture fixture = new ServerFixture(new Http1ServerLimits { MaxRequestsPerConnection = 2 }).Start().Send(Get);
        Assert.Equal(Ok, fixture.Received());
        fixture.Send(Get);
        Assert.Equal(OkClose, fixture.Received());
        Assert.True(fixture.Server.IsClosed);
    }

    [Fact]
    public void Connection_idleAndClosedByClient_endsWithoutRejection()
    {
        ServerFixture fixture = new ServerFixture().Start().Send(Get).EndInput();
        Assert.True(fixture.Running.IsCompletedSuccessfully);
        Assert.Empty(fixture.Application.Rejections);
    }

    [Fact]
    public void Application_throws_abortsOnlyItsConnection()
    {
        var fixture = new ServerFixture();
        fixture.Application.Handler = _ => throw new InvalidOperationException("boom");
        fixture.Start().Send(Get);
        Assert.True(fixture.Running.IsCompletedSuccessfully);
        Assert.IsType<InvalidOperationException>(fixture.Connection.Failure);
        Assert.Equal(ChannelFault.Aborted, fixture.Server.Fault);
    }

    [Fact]
    public void Application_answersNothing_closes()
    {
        var fixture = new ServerFixture();
        fixture.Application.Handler = _ => ValueTask.CompletedTask;
        fixture.Start().Send(Get);
        Assert.Equal("", fixture.Received());
        Assert.True(fixture.Server.IsClosed);
    }

    [Fact]
    public void Statistics_countWireBytesPerRequest()
    {
        var fixture = new ServerFixture();
        List<(long, long)> seen = [];
        fixture.Application.Handler = async connection =>
        {
            await fixture.Application.ReadAndAnswerAsync(connection);
            seen.Add((connection.BytesReceived, connection.BytesSent));
            Assert.True(connection.RequestStartedTimestamp > 0);
        };
        string post = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n";
        fixture.Start().Send(post + Get);
        Assert.Equal([(post.Length, Ok.Length), (Get.Length, Ok.Length)], seen);
    }
}
