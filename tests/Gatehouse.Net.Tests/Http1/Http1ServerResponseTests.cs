using Gatehouse.Net.Channels;
using Gatehouse.Net.Http1;
using Xunit;

namespace Gatehouse.Net.Tests.Http1;

public class Http1ServerResponseTests
{
    private static readonly string[] Requests =
    [
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    ];

    /// <summary>request, status, kind, length, body, application's own Content-Length, expected bytes behind the status line.</summary>
    public static TheoryData<int, int, int, long, string, string, string> Rows => new()
    {
        { 0, 200, (int)Http1BodyKind.Length, 3, "abc", "", "Content-Length: 3\r\n\r\nabc" },
        { 0, 200, (int)Http1BodyKind.Length, 0, "", "", "Content-Length: 0\r\n\r\n" },
        { 0, 200, (int)Http1BodyKind.None, 0, "", "", "Content-Length: 0\r\n\r\n" },
        { 0, 200, (int)Http1BodyKind.Chunked, 0, "abc", "", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" },
        { 0, 200, (int)Http1BodyKind.Chunked, 0, "0123456789abcdef", "", "Transfer-Encoding: chunked\r\n\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n" },
        { 0, 200, (int)Http1BodyKind.Chunked, 0, "", "", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
        { 0, 200, (int)Http1BodyKind.UntilClose, 0, "abc", "", "Connection: close\r\n\r\nabc" },
        { 0, 204, (int)Http1BodyKind.None, 0, "", "", "\r\n" },
        { 0, 204, (int)Http1BodyKind.Length, 3, "abc", "", "\r\n" },
        { 0, 304, (int)Http1BodyKind.Described, 0, "", "77", "Content-Length: 77\r\n\r\n" },
        { 0, 304, (int)Http1BodyKind.None, 0, "", "", "\r\n" },
        { 0, 200, (int)Http1BodyKind.Described, 0, "", "77", "Content-Length: 0\r\n\r\n" },
        { 0, 200, (int)Http1BodyKind.Length, 3, "abc", "77", "Content-Length: 3\r\n\r\nabc" },
        { 1, 200, (int)Http1BodyKind.Described, 0, "", "77", "Content-Length: 77\r\n\r\n" },
        { 1, 200, (int)Http1BodyKind.Described, 0, "", "7x", "\r\n" },
        { 1, 200, (int)Http1BodyKind.Length, 3, "abc", "", "Content-Length: 3\r\n\r\n" },
        { 1, 200, (int)Http1BodyKind.Length, 3, "", "", "Content-Length: 3\r\n\r\n" },
        { 1, 200, (int)Http1BodyKind.Chunked, 0, "abc", "", "Transfer-Encoding: chunked\r\n\r\n" },
        { 1, 200, (int)Http1BodyKind.None, 0, "", "", "\r\n" },
        { 2, 200, (int)Http1BodyKind.Length, 3, "abc", "", "Connection: keep-alive\r\nContent-Length: 3\r\n\r\nabc" },
        { 2, 200, (int)Http1BodyKind.Chunked, 0, "abc", "", "Connection: close\r\n\r\nabc" },
        { 0, 599, (int)Http1BodyKind.Length, 0, "", "", "Content-Length: 0\r\n\r\n" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Answer_ofEachKind_isFramedAsTheClientReadsIt(int request, int status, int kind, long length, string body, string declared, string expected)
    {
        var fixture = new ServerFixture();
        fixture.Application.Handler = async connection =>
        {
            Begin(connection, status, declared);
            connection.EndHead((Http1BodyKind)kind, length);
            TestApplication.Write(connection, body);
            Assert.True(await connection.CompleteAsync());
        };
        fixture.Start().Send(Requests[request]);
        string answer = fixture.Received();
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(expected, answer[(answer.IndexOf("today\r\n", StringComparison.Ordinal) + 7)..]);
        Assert.Equal(1, fixture.Server.Writes);
        Assert.Equal(expected.Contains("Connection: close", StringComparison.Ordinal), fixture.Server.IsClosed);
    }

    [Fact]
    public void Date_notWrittenByTheApplication_isAdded()
    {
        var fixture = new ServerFixture();
        fixture.Application.Handler = async connection =>
        {
            connection.StartHead(200);
            connection.EndHead(Http1BodyKind.None, 0);
            await connection.CompleteAsync();
        };
        fixture.Start().Send(Requests[0]);
        Assert.Matches("\r\nDate: [A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n", fixture.Received());
    }

    [Theory]
    [InlineData("X", "a\r\nSet-Cookie: b")]
    [InlineData("X", "a\nb")]
    [InlineData("X", "a\0b")]
    [InlineData("X\r\nY", "a")]
    [InlineData("X Y", "a")]
    [InlineData("X:", "a")]
    [InlineData("", "a")]
    public void Field_thatCouldSplitTheAnswer_isDroppedAndCounted(string name, string value)
    {
        var fixture = new ServerFixture();
        fixture.Application.Handler = async connection =>
        {
            Begin(connection, 200, "");
            connection.WriteHeader(System.Text.Encoding.Latin1.GetBytes(name), System.Text.Encoding.Latin1.GetBytes(value));
            connection.EndHead(Http1BodyKind.None, 0);
            await connection.CompleteAsync();
        };
        fixture.Start().Send(Requests[0]);
        Assert.Equal("HTTP/1.1 200 OK\r\nDate: today\r\nContent-Length: 0\r\n\r\n", fixture.Received());
        Assert.Equal(1, fixture.Connection.DroppedFieldCount);
    }

    [Fact]
    public void Field_ofTheEngine_cannotBeWrittenTwice()
    {
        var fixture = new ServerFixture();
        fixture.Application.Handler = async connection =>
        {
            Begin(connection, 200, "5");
            connection.WriteHeader("Transfer-Encoding"u8, "chunked"u8);
            connection.WriteHeader("connection"u8, "close"u8);
            connection.WriteHeader("Keep-Alive"u8, "timeout=5"u8);
            connection.EndHead(Http1BodyKind.Length, 1);
            TestApplication.Write(connection, "a");
            await connection.CompleteAsync();
        };
        fixture.Start().Send(Requests[0]);
        Assert.Equal("HTTP/1.1 200 OK\r\nDate: today\r\nContent-Length: 1\r\n\r\na", fixture.Received());
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("abcd")]
    public void Body_notOfTheDeclaredLength_abortsAndIsNeverWhole(string body)
    {
        var fixture = new ServerFixture();
        fixture.Application.Handler = async connection =>
        {
            Begin(connection, 200, "");
            connection.EndHead(Http1BodyKind.Length, 3);
            TestApplication.Write(connection, body);
            Assert.False(await connection.CompleteAsync());
        };
        fixture.Start().Send(Requests[0]);
        Assert.Null(fixture.Connection.Failure);
        Assert.Equal(ChannelFault.Aborted, fixture.Server.Fault);
        Assert.Equal(0, fixture.Client.Inbox.Count);
    }

    [Fact]
    public void Body_streamed_isOneChunkPerFlush()
    {
        var fixture = new ServerFixture();
        fixture.Application.Handler = async connection =>
        {
            Begin(connection, 200, "");
            connection.EndHead(Http1BodyKind.Chunked, 0);
            Assert.False(connection.HasResponseStarted);
            Assert.True(await connection.FlushAsync());
            Assert.True(connection.HasResponseStarted);
            TestApplication.Write(connection, "ab");
            TestApplication.Write(connection, "cd");
            Assert.True(await connection.FlushAsync());
            connection.GetBodyMemory(10);
            Assert.True(await connection.FlushAsync());
            TestApplication.Write(connection, new string('x', 300));
            connection.WriteTrailer("X-Sum"u8, "1"u8);
            connection.WriteTrailer("Content-Length"u8, "1"u8);
            connection.WriteTrailer("Bad"u8, "1\r\n"u8);
            Assert.True(await connection.CompleteAsync());
        };
        fixture.Start().Send(Requests[0]);
        Assert.Null(fixture.Connection.Failure);
        Assert.Equal(
            "HTTP/1.1 200 OK\r\nDate: today\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n12c\r\n" + new string('x', 300) + "\r\n0\r\nX-Sum: 1\r\n\r\n",
            fixture.Received());
    }

    [Fact]
    public void Body_largerThanTheBuffer_streamsWhole()
    {
        var fixture = new ServerFixture();
        string body = string.Concat(Enumerable.Range(0, 40_000).Select(i => (char)('a' + (i % 26))));
        fixture.Application.Handler = async connection =>
        {
            Begin(connection, 200, "");
            connection.EndHead(Http1BodyKind.Length, body.Length * 3);
            for (int i = 0; i < 3; i++)
            {
                TestApplication.Write(connection, body);
                Assert.True(await connection.FlushAsync());
            }

            Assert.True(await connection.CompleteAsync());
        };
        fixture.Start().Send(Requests[0]);
        Assert.Null(fixture.Connection.Failure);
        Assert.EndsWith("\r\n\r\n" + body + body + body, fixture.Received(), StringComparison.Ordinal);
    }

    [Fact]
    public void Interim_before200_isSentTo11AndNotTo10()
    {
        foreach (int request in new[] { 0, 2 })
        {
            var fixture = new ServerFixture();
            fixture.Application.Handler = async connection =>
            {
                connection.StartHead(103);
                connection.WriteHeader("Link"u8, "a"u8);
                connection.EndHead(Http1BodyKind.Interim, 0);
                Assert.True(await connection.FlushAsync());
                Assert.False(connection.HasResponseStarted);
                await TestApplication.AnswerAsync(connection, 200, "ok");
            };
            fixture.Start().Send(Requests[request]);
            Assert.StartsWith(
                request == 0 ? "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\n" : "HTTP/1.1 200 OK\r\n",
                fixture.Received(), StringComparison.Ordinal);
            Assert.Null(fixture.Connection.Failure);
        }
    }

    [Fact]
    public void Answer_notYetSent_canBeReplaced()
    {
        var fixture = new ServerFixture();
        fixture.Application.Handler = async connection =>
        {
            Begin(connection, 200, "");
            connection.EndHead(Http1BodyKind.Chunked, 0);
            TestApplication.Write(connection, "half");
            await TestApplication.AnswerAsync(connection, 502, "bad");
        };
        fixture.Start().Send(Requests[0]);
        Assert.Equal("HTTP/1.1 502 Bad Gateway\r\nDate: today\r\nContent-Length: 3\r\n\r\nbad", fixture.Received());
    }

    [Fact]
    public void Answer_startedTwice_abortsInsteadOfConfusingTheClient()
    {
        var fixture = new ServerFixture();
        fixture.Application.Handler = async connection =>
        {
            Begin(connection, 200, "");
            connection.EndHead(Http1BodyKind.Chunked, 0);
            TestApplication.Write(connection, "half");
            Assert.True(await connection.FlushAsync());
            Assert.False(await TestApplication.AnswerAsync(connection, 502, "bad"));
        };
        fixture.Start().Send(Requests[0]);
        Assert.Null(fixture.Connection.Failure);
        Assert.Equal(ChannelFault.Aborted, fixture.Server.Fault);
    }

    [Fact]
    public void Answer_leftUnfinished_isAborted()
    {
        var fixture = new ServerFixture();
        fixture.Application.Handler = async connection =>
        {
            Begin(connection, 200, "");
            connection.EndHead(Http1BodyKind.Chunked, 0);
            TestApplication.Write(connection, "half");
            await connection.FlushAsync();
        };
        fixture.Start().Send(Requests[0]);
        Assert.Equal(ChannelFault.Aborted, fixture.Server.Fault);
    }

    private static void Begin(Http1ServerConnection connection, int status, string declaredLength)
    {
        connection.StartHead(status);
        connection.WriteHeader("Date"u8, "today"u8);
        if (declaredLength.Length > 0)
        {
            connection.WriteHeader("Content-Length"u8, System.Text.Encoding.ASCII.GetBytes(declaredLength));
        }
    }
}
