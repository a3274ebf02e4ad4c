using Gatehouse.Net.Channels;
using Gatehouse.Net.Http1;
using Xunit;

namespace Gatehouse.Net.Tests.Http1;

public class Http1ServerTimeoutTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    [Fact]
    public void Connection_silentFromTheStart_closesSilently()
    {
        ServerFixture fixture = new ServerFixture().Start();
        fixture.Loop.Advance(9_999);
        Assert.False(fixture.Server.IsClosed);
        fixture.Loop.Advance(2);
        Assert.True(fixture.Server.IsClosed);
        Assert.Empty(fixture.Application.Rejections);
        Assert.Equal("", fixture.Received());
    }

    [Fact]
    public void Connection_idleAfterARequest_closesSilentlyAfterKeepAlive()
    {
        ServerFixture fixture = new ServerFixture().Start().Send(Get);
        fixture.Received();
        fixture.Loop.Advance(74_000);
        Assert.False(fixture.Server.IsClosed);
        fixture.Send(Get);
        fixture.Received();
        fixture.Loop.Advance(74_000);
        Assert.False(fixture.Server.IsClosed);
        fixture.Loop.Advance(1_001);
        Assert.True(fixture.Server.IsClosed);
        Assert.Empty(fixture.Application.Rejections);
        Assert.Equal("", fixture.Received());
    }

    [Fact]
    public void Head_drippingIn_isRejectedTenSecondsAfterItsFirstByte()
    {
        ServerFixture fixture = new ServerFixture().Start().Send(Get);
        fixture.Received();
        for (int i = 0; i < 10; i++)
        {
            fixture.Send(Get.Substring(i, 1));
            Assert.Empty(fixture.Application.Rejections);
            fixture.Loop.Advance(1_000);
        }

        Assert.Equal([Http1Rejection.HeaderTimeout], fixture.Application.Rejections);
        Assert.StartsWith("HTTP/1.1 408 Request Timeout\r\n", fixture.Received(), StringComparison.Ordinal);
        Assert.True(fixture.Server.IsShutDown);
        fixture.Loop.Advance(5_001);
        Assert.True(fixture.Server.IsClosed);
        Assert.True(fixture.Running.IsCompletedSuccessfully);
    }

    [Fact]
    public void Body_withoutAByteFor60Seconds_timesOut()
    {
        ServerFixture fixture = new ServerFixture(new Http1ServerLimits { MinBodyBytesPerSecond = 0 }).Start()
            .Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na");
        fixture.Loop.Advance(59_000);
        fixture.Send("b");
        fixture.Loop.Advance(59_000);
        Assert.Empty(fixture.Application.Rejections);
        fixture.Loop.Advance(1_001);
        Assert.Equal([Http1Rejection.BodyTimeout], fixture.Application.Rejections);
        Assert.StartsWith("HTTP/1.1 408 ", fixture.Received(), StringComparison.Ordinal);
    }

    [Fact]
    public void Body_belowTheMinimumRate_isTooSlow()
    {
        ServerFixture fixture = new ServerFixture().Start().Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
        int seconds = 0;
        while (fixture.Application.Rejections.Count == 0 && seconds < 60)
        {
            fixture.Send(new string('a', 100));
            fixture.Loop.Advance(1_000);
            seconds++;
        }

        // 5 s of grace, then 240 B/s against 100 B/s: 5 + t × 100 / 240 = t.
        Assert.InRange(seconds, 8, 10);
        Assert.Equal([Http1Rejection.BodyTooSlow], fixture.Application.Rejections);
    }

    [Fact]
    public void Body_thatTheApplicationReadsSlowly_isNotTheClientsFault()
    {
        var fixture = new ServerFixture();
        var gate = new Http1Completion<bool>();
        fixture.Application.Handler = async connection =>
        {
            await gate.Start();
            await fixture.Application.ReadAndAnswerAsync(connection);
        };
        fixture.Start().Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\na");
        fixture.Loop.Advance(300_000);
        gate.Complete(true);
        fixture.Loop.RunUntilIdle();
        fixture.Send("b");
        Assert.Empty(fixture.Application.Rejections);
        Assert.StartsWith("HTTP/1.1 200 ", fixture.Received(), StringComparison.Ordinal);
    }

    [Fact]
    public void Body_unreadAndNotComing_isNotDrainedForLong()
    {
        var fixture = new ServerFixture();
        fixture.Application.Handler = async connection => await TestApplication.AnswerAsync(connection, 200, "ok");
        fixture.Start().Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n");
        Assert.False(fixture.Server.IsShutDown);
        fixture.Loop.Advance(2_001);
        Assert.True(fixture.Server.IsShutDown);
        fixture.Loop.Advance(5_001);
        Assert.True(fixture.Server.IsClosed);
    }

    [Fact]
    public void Write_theClientDoesNotTake_abortsAfter60Seconds()
    {
        var fixture = new ServerFixture();
        fixture.Client.Capacity = 100;
        bool? sent = null;
        fixture.Application.Handler = async connection => sent = await TestApplication.AnswerAsync(connection, 200, new string('a', 1000));
        fixture.Start().Send(Get);
        fixture.Loop.Advance(59_000);
        Assert.Null(sent);
        fixture.Loop.Advance(1_001);
        Assert.False(sent);
        Assert.Equal(ChannelFault.Timeout, fixture.Server.Fault);
        Assert.True(fixture.Running.IsCompletedSuccessfully);
    }

    [Fact]
    public void Write_theClientTakesInTime_goesOn()
    {
        var fixture = new ServerFixture();
        fixture.Client.Capacity = 100;
        fixture.Application.Handler = async connection => await TestApplication.AnswerAsync(connection, 200, new string('a', 1000));
        fixture.Start().Send(Get);
        string answer = "";
        for (int i = 0; i < 20; i++)
        {
            fixture.Loop.Advance(2_000);
            answer += fixture.Received();
            fixture.Loop.RunUntilIdle();
        }

        Assert.EndsWith(new string('a', 1000), answer, StringComparison.Ordinal);
        Assert.Equal(ChannelFault.None, fixture.Server.Fault);
    }

    [Fact]
    public void Linger_silentClient_endsAfterFiveSeconds()
    {
        ServerFixture fixture = new ServerFixture().Start().Send("BAD\r\n");
        Assert.True(fixture.Server.IsShutDown);
        fixture.Loop.Advance(4_999);
        Assert.False(fixture.Server.IsClosed);
        fixture.Loop.Advance(2);
        Assert.True(fixture.Server.IsClosed);
        Assert.Equal(0, fixture.Loop.ArmedTimers);
    }
}
