using System.Text;
using Gatehouse.Net.Http1;
using Xunit;
using static Gatehouse.Net.Tests.Http1.PlainExchange;

namespace Gatehouse.Net.Tests.Http1;

public class Http1ServerBodyTests
{
    [Fact]
    public void Body_largerThanAllowed_isRejectedWithoutReadingIt()
    {
        ServerFixture fixture = new ServerFixture(new Http1ServerLimits { MaxRequestBodyBytes = 4 }).Start()
            .Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n");
        Assert.Equal([Http1Rejection.BodyTooLarge], fixture.Application.Rejections);
        Assert.StartsWith("HTTP/1.1 413 ", fixture.Received(), StringComparison.Ordinal);
    }

    [Fact]
    public void Body_chunkedGrowsTooLarge_isRejectedWhileStreaming()
    {
        ServerFixture fixture = new ServerFixture(new Http1ServerLimits { MaxRequestBodyBytes = 4 }).Start()
            .Send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\n");
        Assert.Equal([Http1Rejection.BodyTooLarge], fixture.Application.Rejections);
        Assert.StartsWith("HTTP/1.1 413 ", fixture.Received(), StringComparison.Ordinal);
    }

    [Fact]
    public void Body_exactlyAtTheLimit_isAccepted()
    {
        ServerFixture fixture = new ServerFixture(new Http1ServerLimits { MaxRequestBodyBytes = 4 }).Start()
            .Send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n");
        Assert.Equal(Ok, fixture.Received());
    }

    [Fact]
    public void Body_smallAndUnread_isDrainedAndConnectionStays()
    {
        var fixture = new ServerFixture();
        fixture.Application.Handler = async connection => await TestApplication.AnswerAsync(connection, 200, "ok");
        fixture.Start().Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nGE");
        Assert.Equal(Ok, fixture.Received());
        fixture.Send("T " + Get);
        Assert.Equal(Ok, fixture.Received());
        Assert.Equal(2, fixture.Application.Requests);
    }

    [Fact]
    public void Body_largeAndUnread_lingersAndCloses()
    {
        var fixture = new ServerFixture();
        fixture.Application.Handler = async connection => await TestApplication.AnswerAsync(connection, 200, "ok");
        fixture.Start().Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
        Assert.Equal(Ok, fixture.Received());
        Assert.True(fixture.Server.IsShutDown);
        Assert.False(fixture.Server.IsClosed);
        fixture.Send(Get);
        Assert.False(fixture.Server.IsClosed);
        fixture.EndInput();
        Assert.True(fixture.Server.IsClosed);
        Assert.Equal(1, fixture.Application.Requests);
    }

    [Fact]
    public void Linger_endlessInput_endsAtTheByteLimit()
    {
        ServerFixture fixture = new ServerFixture(new Http1ServerLimits { MaxLingerBytes = 10_000 }).Start().Send("BAD\r\n");
        for (int i = 0; i < 9; i++)
        {
            fixture.Send(new byte[1024]);
        }

        Assert.False(fixture.Server.IsClosed);
        fixture.Send(new byte[2048]);
        Assert.True(fixture.Server.IsClosed);
    }

    [Fact]
    public void Answer_early_goesOutWhileTheBodyStillComes()
    {
        var fixture = new ServerFixture();
        fixture.Application.Handler = async connection =>
        {
            connection.StartHead(200);
            connection.WriteHeader("Date"u8, "today"u8);
            connection.EndHead(Http1BodyKind.Length, 2);
            TestApplication.Write(connection, "ok");
            await connection.CompleteAsync();
            (string body, bool whole) = await TestApplication.ReadBodyAsync(connection);
            Assert.Equal((connection.RequestContentLength > 0 ? new string('b', 100_000) : "", true), (body, whole));
        };
        fixture.Start().Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
        Assert.Equal(Ok, fixture.Received());
        fixture.Send(new string('b', 100_000)).Send(Get);
        Assert.Null(fixture.Connection.Failure);
        Assert.Equal(2, fixture.Application.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Body_readPendingWhenTheExchangeEnds_isCancelledAndTheRestDrained(bool cancels)
    {
        var fixture = new ServerFixture();
        Task<int>? pending = null;
        fixture.Application.Handler = async connection =>
        {
            pending = connection.ReadBodyAsync(new byte[10]).AsTask();
            await TestApplication.AnswerAsync(connection, 200, "ok");
            if (cancels)
            {
                connection.CancelBodyRead();
                Assert.Equal(-1, await pending);
                Assert.Equal(Http1Rejection.None, connection.BodyRejection);
            }
        };
        fixture.Start().Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n");
        Assert.Equal(Ok, fixture.Received());
        fixture.Application.Handler = null;
        fixture.Send("body" + Get);
        Assert.Equal(Ok, fixture.Received());
        Assert.Null(fixture.Connection.Failure);
        if (!cancels)
        {
            Assert.Equal(-1, pending!.Now());
        }
    }

    [Fact]
    public void Body_readInSmallPieces_isWhole()
    {
        var fixture = new ServerFixture();
        string body = string.Concat(Enumerable.Range(0, 500).Select(i => $"{i:x};"));
        string? read = null;
        fixture.Application.Handler = async connection =>
        {
            (read, _) = await TestApplication.ReadBodyAsync(connection, size: 3);
            await TestApplication.AnswerAsync(connection, 200, "ok");
        };
        fixture.Start().Send($"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {body.Length}\r\n\r\n");
        foreach (char c in body)
        {
            fixture.Send(Encoding.Latin1.GetBytes([c]));
        }

        Assert.Equal(body, read);
        Assert.Equal(Ok, fixture.Received());
    }
}
