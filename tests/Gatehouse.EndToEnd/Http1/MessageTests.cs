using System.Text.Json;
using Gatehouse.TestKit.Http;
using Xunit;
using Echoed = Gatehouse.TestKit.Origins.Echo;

namespace Gatehouse.EndToEnd.Http1;

/// <summary>Well-formed messages of every form, client to origin and back.</summary>
public sealed class MessageTests(PlainGateway gateway) : IClassFixture<PlainGateway>
{
    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        await using var client = await gateway.ConnectAsync();
        await client.SendAsync(string.Concat(Enumerable.Range(0, 20).Select(i => $"GET /{i} HTTP/1.1\r\nHost: x\r\n\r\n")));

        for (int i = 0; i < 20; i++)
        {
            Assert.Equal($"/{i}", Echoed.Parse((await client.ReadResponseAsync()).Text).Target);
        }
    }

    [Fact]
    public async Task Version_10_request_is_answered_and_closed()
    {
        await using var client = await gateway.ConnectAsync();
        var response = await client.ExchangeAsync("GET /a HTTP/1.0\r\n\r\n");

        Assert.Equal(200, response.Status);
        Assert.Equal("GET /a HTTP/1.1", Echoed.Parse(response.Text).StartLine);
        await client.WaitUntilClosedAsync();
    }

    [Fact]
    public async Task Version_10_client_gets_a_chunked_answer_without_chunks()
    {
        await using var client = await gateway.ConnectAsync();
        var response = await client.ExchangeAsync("GET /scripts/chunked HTTP/1.0\r\nHost: x\r\n\r\n");

        Assert.Empty(response.All("Transfer-Encoding"));
        Assert.Equal("abcde", response.Text);
    }

    [Fact]
    public async Task Head_answer_keeps_the_length_and_has_no_body()
    {
        await using var client = await gateway.ConnectAsync();
        var response = await client.ExchangeAsync("HEAD /scripts/long-head HTTP/1.1\r\nHost: x\r\n\r\n", "HEAD");
        Assert.Equal("1234", response.Header("Content-Length"));

        // The connection still stands at the start of a message.
        Assert.Equal(200, (await client.ExchangeAsync("GET /next HTTP/1.1\r\nHost: x\r\n\r\n")).Status);
    }

    [Theory]
    [InlineData("no-content", 204)]
    [InlineData("not-modified", 304)]
    public async Task Bodiless_answer_stays_bodiless(string script, int status)
    {
        await using var client = await gateway.ConnectAsync();
        Assert.Equal(status, (await client.ExchangeAsync($"GET /scripts/{script} HTTP/1.1\r\nHost: x\r\n\r\n")).Status);
        Assert.Equal(200, (await client.ExchangeAsync("GET /next HTTP/1.1\r\nHost: x\r\n\r\n")).Status);
    }

    [Fact]
    public async Task Chunked_request_arrives_whole_with_its_trailers()
    {
        await using var client = await gateway.ConnectAsync();
        var response = await client.ExchangeAsync("POST /c HTTP/1.1\r\nHost: x\r\nTE: trailers\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;q=1\r\nde\r\n0\r\nX-Sum: 5\r\n\r\n");
        var echo = Echoed.Parse(response.Text);

        Assert.Equal(5, echo.BodyLength);
        Assert.Equal([new("X-Sum", "5")], echo.Trailers);
    }

    [Fact]
    public async Task Identity_in_a_trailer_does_not_reach_the_origin()
    {
        await using var client = await gateway.ConnectAsync();
        var response = await client.ExchangeAsync("POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Consumer-Username: admin\r\nX_Forwarded_For: 10.0.0.1\r\nX-Real-IP: 10.0.0.1\r\nX-Kong-Request-Id: 1\r\nX-Sum: 3\r\n\r\n");

        Assert.Equal([new("X-Sum", "3")], Echoed.Parse(response.Text).Trailers);
    }

    [Theory]
    [InlineData("/raw?q=\u00c3\u00a9", "/raw?q=\u00c3\u00a9")]
    [InlineData("/\u00c3\u00a9?q=\u00ff", "/%C3%A9?q=\u00ff")]
    public async Task Raw_utf8_in_a_target_is_served(string target, string upstream)
    {
        await using var client = await gateway.ConnectAsync();
        var response = await client.ExchangeAsync($"GET /scripts{target} HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Equal((200, upstream), (response.Status, response.Header("X-Target")));
    }

    [Fact]
    public async Task Chunked_answer_arrives_whole_with_its_trailers()
    {
        await using var client = await gateway.ConnectAsync();
        var response = await client.ExchangeAsync("GET /scripts/chunked HTTP/1.1\r\nHost: x\r\nTE: trailers\r\nConnection: TE\r\n\r\n");

        Assert.Equal("abcde", response.Text);
        Assert.Equal([new("X-Sum", "5")], response.Trailers);
    }

    [Fact]
    public async Task Close_delimited_answer_arrives_whole()
    {
        await using var client = await gateway.ConnectAsync();
        Assert.Equal("until the end", (await client.ExchangeAsync("GET /scripts/close-delimited HTTP/1.1\r\nHost: x\r\n\r\n")).Text);
    }

    [Fact]
    public async Task Expected_continue_comes_before_the_body_is_sent()
    {
        await using var client = await gateway.ConnectAsync();
        await client.SendAsync("POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
        Assert.Equal(100, (await client.ReadResponseAsync()).Status);
        await client.SendAsync("abc");
        Assert.Equal(3, Echoed.Parse((await client.ReadResponseAsync()).Text).BodyLength);
    }

    [Theory]
    [InlineData("GET /e HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n")]
    [InlineData("POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nExpect: 100-continue\r\n\r\n")]
    public async Task Expected_continue_without_a_body_is_not_sent(string request)
    {
        await using var client = await gateway.ConnectAsync();
        Assert.Equal(200, (await client.ExchangeAsync(request)).Status);
    }

    [Fact]
    public async Task Absolute_form_decides_the_host()
    {
        await using var client = await gateway.ConnectAsync();
        var echo = Echoed.Parse((await client.ExchangeAsync("GET http://target.test:81/a?b HTTP/1.1\r\nHost: other.test\r\n\r\n")).Text);

        Assert.Equal("/a?b", echo.Target);
        Assert.Equal("target.test", Assert.Single(echo.All("X-Forwarded-Host")));
    }

    [Fact]
    public async Task Asterisk_form_is_answered_without_breaking_the_connection()
    {
        await using var client = await gateway.ConnectAsync();
        var response = await client.ExchangeAsync("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.InRange(response.Status, 200, 404);
        Assert.Equal(200, (await client.ExchangeAsync("GET /next HTTP/1.1\r\nHost: x\r\n\r\n")).Status);
    }

    [Fact]
    public async Task Early_hints_reach_the_client_before_the_answer()
    {
        await using var client = await gateway.ConnectAsync();
        var hints = await client.ExchangeAsync("GET /scripts/early-hints HTTP/1.1\r\nHost: x\r\n\r\n");
        var response = await client.ReadResponseAsync();

        Assert.Equal((103, "</a.css>; rel=preload"), (hints.Status, hints.Header("Link")));
        Assert.Equal("after hints", response.Text);
    }

    [Theory]
    [InlineData("both-framings", "upstream_invalid_response")]
    [InlineData("garbage", "upstream_invalid_response")]
    public async Task Ambiguous_answer_of_the_origin_becomes_502(string script, string label)
    {
        await using var client = await gateway.ConnectAsync();
        var response = await client.ExchangeAsync($"POST /scripts/{script} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nAccept: application/json\r\n\r\n");

        Assert.Equal(502, response.Status);
        Assert.Equal("An invalid response was received from the upstream server", JsonDocument.Parse(response.Text).RootElement.GetProperty("message").GetString());
        var line = await gateway.LogLineAsync(response.Header("X-Kong-Request-Id")!);
        Assert.Equal(label, line.GetProperty("rejection").GetString());
    }

    [Theory]
    [InlineData("bare-101")]
    [InlineData("unnamed-101")]
    [InlineData("other-101")]
    public async Task Switch_to_a_protocol_that_is_unnamed_or_not_offered_becomes_502(string script)
    {
        await using var client = await gateway.ConnectAsync();
        var response = await client.ExchangeAsync($"GET /scripts/{script} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        Assert.Equal(502, response.Status);
        var line = await gateway.LogLineAsync(response.Header("X-Kong-Request-Id")!);
        Assert.Equal("upstream_invalid_response", line.GetProperty("rejection").GetString());
    }

    [Theory]
    [InlineData("refuses-upgrade", 400, "no")]
    [InlineData("ignores-upgrade", 200, "plain")]
    public async Task Upgrade_that_the_origin_declines_makes_no_tunnel(string script, int status, string body)
    {
        await using var client = await gateway.ConnectAsync();
        HttpMessage response = await client.ExchangeAsync($"GET /scripts/{script} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
        Assert.Equal((status, body), (response.Status, response.Text));

        // What follows is a request to the gateway, not bytes for the origin.
        var next = await client.ExchangeAsync("GET /after HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Equal("/after", Echoed.Parse(next.Text).Target);
    }
}
