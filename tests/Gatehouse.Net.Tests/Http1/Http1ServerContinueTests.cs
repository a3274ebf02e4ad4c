using Gatehouse.Net.Http1;
using Xunit;
using static Gatehouse.Net.Tests.Http1.PlainExchange;

namespace Gatehouse.Net.Tests.Http1;

public class Http1ServerContinueTests
{
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
}
