using System.Net;
using Gatehouse.EndToEnd.Http2;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Faults;

/// <summary>Clients that leave at every stage: one log line, no connection left behind on either side.</summary>
public sealed class ClientAbortTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _thinking = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ScriptedOrigin _origin = null!;
    private GatehouseProcess _gateway = null!;

    public async Task InitializeAsync()
    {
        _origin = ScriptedOrigin.Start(ServeAsync);
        _gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            Declarative = $$"""
                _format_version: "3.0"
                services: [{name: s, url: "http://127.0.0.1:{{_origin.Port}}", retries: 0, read_timeout: 10000, routes: [{name: r, paths: ["/"]}]}]
                """,
        });
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _origin.DisposeAsync();
    }

    [Theory]
    [InlineData("GET /inside-a-head HTTP/1.1\r\nHost: a\r\nX-Ha", true)]
    [InlineData("GET /inside-a-head HTTP/1.1\r\nHost: a\r\nX-Ha", false)]
    [InlineData("GET", false)]
    [InlineData("", false)]
    public async Task Client_that_leaves_inside_a_head_leaves_nothing(string sent, bool resets)
    {
        await using (var client = await RawClient.ConnectAsync(_gateway.Ports.Proxy))
        {
            await client.SendAsync(sent);
            if (resets)
            {
                client.Reset();
            }
        }

        await AssertNothingIsLeftAsync();
        Assert.Empty(await LogFile.LinesAsync(_gateway, "inside-a-head"));
    }

    [Theory]
    [InlineData("POST /sink?id=mid HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf", true)]
    [InlineData("POST /sink?id=mid HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf", false)]
    [InlineData("POST /sink?id=mid HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nha", false)]
    public async Task Client_that_leaves_inside_its_body_ends_the_upstreams_request_too(string sent, bool resets)
    {
        await using (var client = await RawClient.ConnectAsync(_gateway.Ports.Proxy))
        {
            await client.SendAsync(sent);
            await _origin.ConnectionAsync(0);
            if (resets)
            {
                client.Reset();
            }
        }

        string label = LogFile.Rejection(await LogFile.LineAsync(_gateway, "id=mid"));
        Assert.Equal(resets ? "client_aborted" : "body_truncated", label);
        await AssertNothingIsLeftAsync();
        await Eventually.TrueAsync(() => _origin.OpenConnections == 0, "the upstream's connection to end");
    }

    [Theory]
    [InlineData("GET /silent?id=left HTTP/1.1\r\nHost: a\r\n\r\n", 499)]
    [InlineData("GET /silent?id=left HTTP/1.1\r\nHost: a\r\n\r\nGET /silent?id=next HTTP/1.1\r\nHost: a\r\n\r\n", 499)]
    [InlineData("POST /silent?id=left HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf", 499)]
    [InlineData("GET /pause?id=left HTTP/1.1\r\nHost: a\r\n\r\n", 200)]
    public async Task Client_that_resets_while_the_upstream_thinks_ends_the_upstreams_request_at_once(string sent, int status)
    {
        await using (var client = await RawClient.ConnectAsync(_gateway.Ports.Proxy))
        {
            await client.SendAsync(sent);
            await _thinking.Task;
            client.Reset();
        }

        // The origin never answers: only the reset can have ended this, long before the read timeout.
        var line = await LogFile.LineAsync(_gateway, "id=left");
        Assert.Equal(("client_aborted", status), (LogFile.Rejection(line), line.GetProperty("response").GetProperty("status").GetInt32()));
        await Eventually.TrueAsync(() => _origin.OpenConnections == 0, "the upstream's connection to end");
        await AssertNothingIsLeftAsync();
        Assert.Empty(await LogFile.LinesAsync(_gateway, "id=next"));
    }

    [Fact]
    public async Task Stream_that_is_reset_while_the_upstream_thinks_ends_the_upstreams_request_at_once()
    {
        using var client = Http2Gateway.Client();
        using var leaving = new CancellationTokenSource();
        var asking = client.GetAsync(new Uri(_gateway.ProxyTls, "/silent?id=left"), leaving.Token);
        await _thinking.Task;
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);

        Assert.Equal("client_aborted", LogFile.Rejection(await LogFile.LineAsync(_gateway, "id=left")));
        await Eventually.TrueAsync(() => _origin.OpenConnections == 0, "the upstream's connection to end");
        using var answer = await client.GetAsync(new Uri(_gateway.ProxyTls, "/ok"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Client_that_closes_while_the_upstream_thinks_is_noticed_with_the_answer()
    {
        await using (var client = await RawClient.ConnectAsync(_gateway.Ports.Proxy))
        {
            await client.SendAsync("GET /think?id=wait HTTP/1.1\r\nHost: a\r\n\r\n");
            await _origin.ConnectionAsync(0);
        }

        _go.SetResult();
        await LogFile.LineAsync(_gateway, "id=wait");
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Client_that_half_closes_after_its_request_still_gets_the_answer()
    {
        await using var client = await RawClient.ConnectAsync(_gateway.Ports.Proxy);
        await client.SendAsync("GET /think?id=half HTTP/1.1\r\nHost: a\r\n\r\n");
        client.HalfClose();
        await _origin.ConnectionAsync(0);
        _go.SetResult();
        var answer = await client.ReadResponseAsync();
        Assert.Equal((200, "thought"), (answer.Status, answer.Text));
        Assert.Equal("none", LogFile.Rejection(await LogFile.LineAsync(_gateway, "id=half")));
    }

    [Fact]
    public async Task Client_that_leaves_inside_an_answer_ends_the_upstreams_answer_too()
    {
        await using (var client = await RawClient.ConnectAsync(_gateway.Ports.Proxy))
        {
            await client.SendAsync("GET /endless?id=resp HTTP/1.1\r\nHost: a\r\n\r\n");
            await client.Reader.ReadExactlyAsync(100_000);
            client.Reset();
        }

        Assert.Equal("client_aborted", LogFile.Rejection(await LogFile.LineAsync(_gateway, "id=resp")));
        await AssertNothingIsLeftAsync();
        await Eventually.TrueAsync(() => _origin.OpenConnections == 0, "the upstream's connection to end");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_that_leaves_its_tunnel_ends_both_sides(bool resets)
    {
        await using (var client = await RawClient.ConnectAsync(_gateway.Ports.Proxy))
        {
            var answer = await client.ExchangeAsync("GET /tunnel?id=tun HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n");
            Assert.Equal(101, answer.Status);
            await client.SendAsync("ping");
            Assert.Equal("ping"u8.ToArray(), await client.Reader.ReadExactlyAsync(4));
            if (resets)
            {
                client.Reset();
            }
        }

        await LogFile.LineAsync(_gateway, "id=tun");
        await AssertNothingIsLeftAsync();
        await Eventually.TrueAsync(() => _origin.OpenConnections == 0, "the upstream's connection to end");
    }

    [Fact]
    public async Task Tunnel_carries_the_rest_after_one_side_has_ended()
    {
        await using var client = await RawClient.ConnectAsync(_gateway.Ports.Proxy);
        await client.SendAsync("GET /tunnel HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\nlast words");
        client.HalfClose();
        Assert.Equal(101, (await client.ReadResponseAsync()).Status);
        Assert.Equal("last words"u8.ToArray(), await client.ReadToEndAsync());
    }

    private async Task AssertNothingIsLeftAsync()
    {
        await Eventually.TrueAsync(async () => await NodeProbe.ConnectionsActiveAsync(_gateway) == 0, "all client connections to end");
        await using var client = await RawClient.ConnectAsync(_gateway.Ports.Proxy);
        Assert.Equal(200, (await client.ExchangeAsync("GET /ok HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")).Status);
    }

    private async Task ServeAsync(ScriptedConnection connection)
    {
        while (await HeadReader.TryReadAsync(connection) is { } head)
        {
            switch (head.Split(' ')[1].Split('?')[0])
            {
                case "/think":
                    await Eventually.EndsAsync(_go.Task, "the test to go on");
                    await connection.SendOkAsync("thought");
                    return;
                case "/silent":
                    _thinking.TrySetResult();
                    await connection.WaitUntilClosedAsync();
                    return;
                case "/pause":
                    await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                    _thinking.TrySetResult();
                    await connection.WaitUntilClosedAsync();
                    return;
                case "/endless":
                    await connection.SendAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
                    for (byte[] block = new byte[16 * 1024]; ;)
                    {
                        await connection.SendAsync(block);
                    }

                case "/tunnel":
                    await connection.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n");
                    while (true)
                    {
                        await connection.SendAsync(await connection.Reader.ReadExactlyAsync(1, connection.Stopped));
                    }

                case "/sink":
                    await HeadReader.ReadBodyAsync(connection, head);
                    return;
                default:
                    await connection.SendAsync("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
                    return;
            }
        }
    }
}
