using System.Text;
using Gatehouse.TestKit.Http;
using Xunit;

namespace Gatehouse.TestKit.Tests.Http;

public class HttpMessageReaderTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcNEXT", "abc")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\nT: v\r\n\r\nNEXT", "abc")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nabc", "abc")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\nNEXT", "")]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nNEXT", "")]
    public async Task Response_body_is_framed_by_its_head(string text, string body) => Assert.Equal(body, (await Reader(text).ReadResponseAsync()).Text);

    [Fact]
    public async Task Response_to_HEAD_has_no_body()
    {
        var reader = Reader("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n");
        Assert.Empty((await reader.ReadResponseAsync("HEAD")).Body);
        Assert.Equal(204, (await reader.ReadResponseAsync()).Status);
    }

    [Fact]
    public async Task Trailers_are_kept_apart_from_headers()
    {
        var response = await Reader("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nT: v\r\n\r\n").ReadResponseAsync();
        Assert.Equal([new("T", "v")], response.Trailers);
        Assert.Null(response.Header("T"));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA : b\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: +3\r\n\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")]
    [InlineData("HTTP/2 200\r\n\r\n")]
    [InlineData("")]
    public Task Malformed_response_is_refused(string text) => Assert.ThrowsAsync<HttpSyntaxException>(() => Reader(text).ReadResponseAsync());

    [Fact]
    public async Task Requests_of_one_connection_are_read_in_turn()
    {
        var reader = Reader("POST /a HTTP/1.1\r\nContent-Length: 2\r\n\r\nhiGET /b HTTP/1.1\r\n\r\n");
        Assert.Equal("hi", (await reader.TryReadRequestAsync())!.Text);
        Assert.Equal("/b", (await reader.TryReadRequestAsync())!.Target);
        Assert.Null(await reader.TryReadRequestAsync());
    }

    private static HttpMessageReader Reader(string text) => new(new MemoryStream(Encoding.Latin1.GetBytes(text)));
}
