using System.Security.Cryptography;
using System.Text;
using Gatehouse.Net.Loops;
using Gatehouse.TestKit.Origins;
using Xunit;

namespace Gatehouse.Gateway.Tests.Outbound.Streams;

/// <summary>Calls of plugins on a loop, over real sockets: requests, answers, their owner.</summary>
public sealed class LoopHttpClientTests : IDisposable
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private readonly LoopHttp _http = new();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData(Ok, "200 ok end")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 429 Slow Down\r\nContent-Length: 0\r\n\r\n", "429  end")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", "200 ok end")]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nok", "200 ok end")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", "204  end")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok", "200 ok Truncated")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n", "200 ok Truncated")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nnonsense\r\n", "200 ok Malformed")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", "Truncated")]
    [InlineData("nonsense\r\n\r\n", "Malformed")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", "Malformed")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "Malformed")]
    [InlineData("", "ResetBeforeHeaders")]
    public async Task Answer_is_told(string answer, string expected)
    {
        await using var origin = ScriptedOrigin.Start(async c =>
        {
            await c.ReadRequestAsync();
            await c.SendAsync(answer);
        });

        Assert.Equal(expected, await _http.CallAsync(_http.Request(origin.Uri)));
        Assert.Single(origin.Connections);
    }

    [Fact]
    public async Task Request_carries_what_it_is_given_and_nothing_else()
    {
        await using var origin = ScriptedOrigin.Answering(Ok);

        await _http.CallAsync(_http.Request(origin.Uri, "POST", "/v1/x?y=%20", "{}"u8.ToArray(), null, ("Authorization", "Bearer k"), ("Content-Length", "9")));
        await _http.CallAsync(_http.Request(origin.Uri, "GET", "/models", default, null, ("Host", "other")));
        await _http.CallAsync(_http.Request(origin.Uri));

        Assert.Equal(
            $"POST /v1/x?y=%20 HTTP/1.1\r\nHost: 127.0.0.1:{origin.Port}\r\nAuthorization: Bearer k\r\nContent-Length: 2\r\n\r\n{{}}"
            + "GET /models HTTP/1.1\r\nHost: other\r\n\r\n"
            + $"POST /v1/chat HTTP/1.1\r\nHost: 127.0.0.1:{origin.Port}\r\nContent-Length: 0\r\n\r\n",
            Encoding.ASCII.GetString(Assert.Single(origin.Connections).Received));
    }

    [Theory]
    [InlineData("/a b", "X", "1")]
    [InlineData("/a\r\nX: 1", "X", "1")]
    [InlineData("", "X", "1")]
    [InlineData("/", "X", "1\r\nY: 2")]
    [InlineData("/", "X Y", "1")]
    public async Task Request_that_could_be_split_is_never_sent(string target, string name, string value)
    {
        await using var origin = ScriptedOrigin.Answering(Ok);

        Assert.Equal("InvalidRequest", await _http.CallAsync(_http.Request(origin.Uri, "POST", target, default, null, (name, value))));

        Assert.Equal("200 ok end", await _http.CallAsync(_http.Request(origin.Uri)));
        Assert.All(origin.Connections, static c => Assert.True(c.Received.Length == 0 || c.Received.AsSpan().StartsWith("POST /v1/chat"u8)));
    }

    [Fact]
    public async Task Large_body_arrives_whole()
    {
        byte[] body = RandomNumberGenerator.GetBytes(32 * 1024 * 1024);
        byte[] received = [];
        await using var origin = ScriptedOrigin.Start(async c =>
        {
            received = (await c.ReadRequestAsync()).Body;
            await c.SendAsync(Ok);
        });

        Assert.Equal("200 ok end", await _http.CallAsync(_http.Request(origin.Uri, body: body)));

        Assert.Equal(SHA256.HashData(body), SHA256.HashData(received));
    }

    [Fact]
    public async Task Body_over_the_limit_is_never_sent()
    {
        await using var origin = ScriptedOrigin.Answering(Ok);

        Assert.Equal("InvalidRequest", await _http.CallAsync(_http.Request(origin.Uri, body: new byte[(32 * 1024 * 1024) + 1])));

        Assert.Empty(origin.Connections);
    }

    [Fact]
    public async Task Server_that_answers_before_it_has_the_body_is_heard()
    {
        await using var origin = ScriptedOrigin.Start(async c =>
        {
            await c.Reader.ReadExactlyAsync(10, c.Stopped);
            await c.SendAsync("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            await c.WaitUntilClosedAsync();
        });

        Assert.Equal("413  end", await _http.CallAsync(_http.Request(origin.Uri, body: new byte[1024 * 1024])));
    }

    [Fact]
    public async Task Response_kept_too_long_stays_its_own()
    {
        await using var origin = ScriptedOrigin.Answering(Ok);
        var endpoint = _http.Open(origin.Uri);

        await _http.Loop.RunAsync(async () =>
        {
            var kept = await _http.Client.SendAsync(LoopHttp.Request(endpoint), CancellationToken.None);
            kept.Dispose();
            kept.Dispose();
            using var next = await _http.Client.SendAsync(LoopHttp.Request(endpoint), CancellationToken.None);
            kept.Abort();
            Assert.Equal(0, await kept.ReadAsync(new byte[1]));
            Assert.Equal("ok end", await LoopHttp.ReadAsync(next));
        });
    }

    [Fact]
    public async Task Calls_are_made_on_their_loop()
    {
        await using var origin = ScriptedOrigin.Answering(Ok);
        var request = _http.Request(origin.Uri);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _http.Client.SendAsync(request, CancellationToken.None));
        using var foreign = LoopGroup.Start(1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => foreign.Loops[0].RunAsync(async () => (await _http.Client.SendAsync(request, CancellationToken.None)).Dispose()));
    }
}
