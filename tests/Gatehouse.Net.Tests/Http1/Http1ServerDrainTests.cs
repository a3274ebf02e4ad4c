using Gatehouse.Net.Http1;
using Xunit;
using static Gatehouse.Net.Tests.Http1.PlainExchange;

namespace Gatehouse.Net.Tests.Http1;

public class Http1ServerDrainTests
{
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

    [Theory]
    [InlineData("G")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nX-Ha")]
    public void Drain_duringAHeadThatDoesNotGoOn_endsAfterASecond(string sent)
    {
        ServerFixture fixture = new ServerFixture().Start().Send(sent);
        fixture.Connection.Drain();
        fixture.Loop.Advance(999);
        Assert.Empty(fixture.Application.Rejections);
        fixture.Loop.Advance(2);
        Assert.Equal([Http1Rejection.HeaderTimeout], fixture.Application.Rejections);

        // Nor does a client that keeps its side open after the answer hold on for longer.
        fixture.Loop.Advance(1_001);
        Assert.True(fixture.Server.IsClosed);
        Assert.True(fixture.Running.IsCompletedSuccessfully);
    }

    [Fact]
    public void Drain_announcedBeforeAHead_limitsItToo()
    {
        ServerFixture fixture = new ServerFixture().Start();
        fixture.Connection.AnnounceDrain();
        fixture.Send("G");
        fixture.Loop.Advance(1_001);
        Assert.Equal([Http1Rejection.HeaderTimeout], fixture.Application.Rejections);
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
}
