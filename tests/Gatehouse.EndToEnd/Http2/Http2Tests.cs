using System.Net;
using System.Net.Sockets;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;
using Echoed = Gatehouse.TestKit.Origins.Echo;

namespace Gatehouse.EndToEnd.Http2;

public sealed class Http2Tests(Http2Gateway gateway) : IClassFixture<Http2Gateway>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Request_over_http2_reaches_the_origin_as_http1(bool isTls)
    {
        using var client = Http2Gateway.Client();
        using var content = new ByteArrayContent(new byte[100_000]);
        using var response = await client.PostAsync(new Uri(Base(isTls), "/echo/a?b=c"), content);
        var echo = Echoed.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (response.StatusCode, response.Version));
        Assert.Equal("POST /a?b=c HTTP/1.1", echo.StartLine);
        Assert.Equal(100_000, echo.BodyLength);
        Assert.Equal(isTls ? "https" : "http", Assert.Single(echo.All("X-Forwarded-Proto")));
    }

    [Fact]
    public async Task Unmatched_request_over_http2_is_answered_as_over_http1()
    {
        using var client = Http2Gateway.Client();
        using var response = await client.GetAsync(new Uri(gateway.Process.ProxyTls, "/nowhere"));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("no Route matched with those values", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_streams_at_once_are_all_answered()
    {
        await using var load = ChildProcess.Start("h2load", ["-n", "2000", "-c", "4", "-m", "50", new Uri(gateway.Process.ProxyTls, "/echo/load").ToString()]);
        Assert.Equal(0, await load.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("2000 succeeded, 0 failed", load.Output, StringComparison.Ordinal);
        Assert.Contains("status codes: 2000 2xx", load.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Unary_call_arrives_with_its_trailers(bool isTls)
    {
        using var client = Http2Gateway.Client();
        using var request = Grpc(isTls, "/echo.Service/Unary", new ByteArrayContent([0, 0, 0, 0, 3, 1, 2, 3]));
        using var response = await client.SendAsync(request);

        Assert.Equal([0, 0, 0, 0, 3, 1, 2, 3], await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("0", Assert.Single(response.TrailingHeaders.GetValues("grpc-status")));
    }

    [Fact]
    public async Task Streaming_call_gets_each_piece_before_it_sends_the_next()
    {
        using var client = Http2Gateway.Client();
        using var content = new PushedContent();
        using var request = Grpc(isTls: true, "/echo.Service/Stream", content);
        var sending = client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await content.WriteAsync([1, 1]);
        using var response = await sending;
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[2];
        await body.ReadExactlyAsync(buffer);
        Assert.Equal([1, 1], buffer);
        await content.WriteAsync([2, 2]);
        await body.ReadExactlyAsync(buffer);
        Assert.Equal([2, 2], buffer);
        content.Complete();
        Assert.Equal(0, await body.ReadAsync(buffer));
        Assert.Equal("0", Assert.Single(response.TrailingHeaders.GetValues("grpc-status")));
    }

    [Fact]
    public async Task Call_that_is_given_up_while_the_upstream_thinks_is_given_up_there_too()
    {
        using var client = Http2Gateway.Client();
        using var leaving = new CancellationTokenSource();
        using var request = Grpc(isTls: true, "/echo.Service/Hang", new ByteArrayContent([]));
        var calling = client.SendAsync(request, leaving.Token);
        await Eventually.TrueAsync(() => gateway.Kestrel.Hanging == 1, "the call to reach the upstream");
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling);
        await Eventually.TrueAsync(() => gateway.Kestrel.Hanging == 0, "the upstream to see its stream reset");
    }

    [Theory]
    [InlineData(true, "/dead.Service/Do", "14")]
    [InlineData(false, "/secure.Service/Do", "1")]
    [InlineData(true, "/nowhere.Service/Do", "5")]
    public async Task Own_error_of_a_call_is_a_grpc_answer(bool isTls, string path, string status)
    {
        using var client = Http2Gateway.Client();
        using var request = Grpc(isTls, path, new ByteArrayContent([]));
        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        string? found = response.Headers.TryGetValues("grpc-status", out var head) ? head.Single() : response.TrailingHeaders.GetValues("grpc-status").Single();
        Assert.Equal(status, found);
    }

    [Fact]
    public async Task Http2_connection_with_a_half_preface_is_not_left_hanging()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, gateway.Process.Ports.Proxy);
        await socket.SendAsync("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n"u8.ToArray());
        using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream);
        string? line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(15));
        Assert.True(line is null || !line.Contains(" 200 ", StringComparison.Ordinal), line);
    }

    private Uri Base(bool isTls) => isTls ? gateway.Process.ProxyTls : gateway.Process.Proxy;

    private HttpRequestMessage Grpc(bool isTls, string path, HttpContent content)
    {
        content.Headers.ContentType = new("application/grpc");
        return new HttpRequestMessage(HttpMethod.Post, new Uri(Base(isTls), path))
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Headers = { { "TE", "trailers" } },
        };
    }
}
