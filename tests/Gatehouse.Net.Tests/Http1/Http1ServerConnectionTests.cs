using System.Text;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Http1;
using Xunit;

namespace Gatehouse.Net.Tests.Http1;

public class Http1ServerConnectionTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private const string Ok = "HTTP/1.1 200 OK\r\nDate: today\r\nContent-Length: 2\r\n\r\nok";
    private const string OkClose = "HTTP/1.1 200 OK\r\nDate: today\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";

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
    public void Continue_bodyWanted_isSentOnceBeforeTheBody()
    {
        ServerFixture fixture = new ServerFixture().Start()
            .Send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", fixture.Received());
        fixture.Send("h").Send("i");
        Assert.Equal(Ok, fixture.Received());
        Assert.Contains("body True hi\n", fixture.Application.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void Continue_bodyNotWanted_isNotSentAndConnectionCloses()
    {
        var fixture = new ServerFixture();
        fixture.Application.Handler = async connection => await TestApplication.AnswerAsync(connection, 403, "");
        fixture.Start().Send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 40\r\n\r\n");
        Assert.Equal("HTTP/1.1 403 Forbidden\r\nDate: today\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", fixture.Received());

        // What comes now may be body or request; it is neither.
        fixture.Send(Get).EndInput();
        Assert.Equal(1, fixture.Application.Requests);
    }

    [Fact]
    public void Continue_tooLargeBody_isNotInvited()
    {
        ServerFixture fixture = new ServerFixture(new Http1ServerLimits { MaxRequestBodyBytes = 4 }).Start()
            .Send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 413 ", fixture.Received(), StringComparison.Ordinal);
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
    public void Drain_idle_closesAtOnce()
    {
        ServerFixture fixture = new ServerFixture().Start().Send(Get);
        fixture.Connection.Drain();
        fixture.Loop.RunUntilIdle();
        Assert.True(fixture.Server.IsClosed);
        Assert.True(fixture.Running.IsCompletedSuccessfully);
        Assert.Empty(fixture.Application.Rejections);
    }

    [Fact]
    public void Drain_duringExchange_closesAfterTheAnswer()
    {
        var fixture = new ServerFixture();
        var gate = new Http1Completion<bool>();
        fixture.Application.Handler = async connection =>
        {
            await gate.Start();
            await TestApplication.AnswerAsync(connection, 200, "ok");
        };
        fixture.Start().Send(Get);
        fixture.Connection.Drain();
        fixture.Loop.RunUntilIdle();
        Assert.False(fixture.Server.IsClosed);
        gate.Complete(true);
        fixture.Loop.RunUntilIdle();
        Assert.Equal(OkClose, fixture.Received());
        Assert.True(fixture.Server.IsClosed);
    }

    [Fact]
    public void Drain_duringHead_servesThatRequest()
    {
        ServerFixture fixture = new ServerFixture().Start().Send("GET / HT");
        fixture.Connection.Drain();
        fixture.Loop.RunUntilIdle();
        fixture.Send("TP/1.1\r\nHost: x\r\n\r\n");
        Assert.Equal(OkClose, fixture.Received());
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
