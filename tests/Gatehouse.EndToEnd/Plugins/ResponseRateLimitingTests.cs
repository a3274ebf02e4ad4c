using System.Net;
using System.Text.Json;
using Gatehouse.EndToEnd.Http2;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Http;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Redis;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Plugins;

/// <summary>response-ratelimiting in a real process: charges by an origin, and answers that go out without what the origin sent.</summary>
public sealed class ResponseRateLimitingTests
{
    private const string Once = """{"limits":{"video":{"year":1}}}""";

    [Fact]
    public async Task Origin_charges_until_the_limit_is_used_up_and_connections_stay()
    {
        await using var origin = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nX-Kong-Limit: video=2\r\nX-Kong-Limit: img=1\r\nETag: \"a\"\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
        await using var gateway = await StartAsync(origin.Port, """{"limits":{"video":{"year":3},"img":{"year":100}}}""");
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);

        var first = await client.ExchangeAsync("GET / HTTP/1.1\r\nHost: x\r\nX-RateLimit-Remaining-video: 1000\r\n\r\n");
        Assert.Equal((200, "hello", "3", "1", "99"), (
            first.Status, first.Text, first.Header("X-RateLimit-Limit-video-year"), first.Header("X-RateLimit-Remaining-video-year"), first.Header("X-RateLimit-Remaining-img-year")));
        Assert.Null(first.Header("X-Kong-Limit"));
        Assert.Equal("0", (await GetAsync(client)).Header("X-RateLimit-Remaining-video-year"));
        for (int i = 0; i < 3; i++)
        {
            CheckRefused(await GetAsync(client));
        }

        // One connection of the client, and one of the origin: neither was given up for a body that nobody got.
        string received = System.Text.Encoding.Latin1.GetString(Assert.Single(origin.Connections).Received);
        Assert.Equal(["3", "1", "0", "0", "0"], received.Split("\r\n").Where(l => l.StartsWith("X-RateLimit-Remaining-video: ", StringComparison.OrdinalIgnoreCase)).Select(l => l.Split(' ')[1]));
    }

    [Fact]
    public async Task Used_up_limit_is_refused_up_front_when_the_first_violation_blocks()
    {
        await using var origin = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nX-Kong-Limit: video=1\r\nContent-Length: 2\r\n\r\nok");
        await using var gateway = await StartAsync(origin.Port, """{"limits":{"video":{"year":1},"img":{"year":1}},"block_on_first_violation":true}""");
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);

        Assert.Equal(200, (await GetAsync(client)).Status);
        var refused = await GetAsync(client);

        Assert.Equal((429, "API rate limit exceeded for 'video'"), (refused.Status, JsonDocument.Parse(refused.Text).RootElement.GetProperty("message").GetString()));
        Assert.InRange(long.Parse(refused.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture), 1, 366 * 86_400);
        Assert.DoesNotContain("GET", System.Text.Encoding.Latin1.GetString(origin.Connections[0].Received)[4..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "HTTP/1.1 200 OK\r\nX-Kong-Limit: video=1\r\nContent-Length: 1000000\r\n\r\n", 1_000_000)]
    [InlineData("GET", "HTTP/1.1 200 OK\r\nX-Kong-Limit: video=1\r\nContent-Length: 1000000\r\n\r\n", 10)]
    [InlineData("GET", "HTTP/1.1 200 OK\r\nX-Kong-Limit: video=1\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\nfffff\r\n", 500_000)]
    [InlineData("GET", "HTTP/1.1 200 OK\r\nX-Kong-Limit: video=1\r\nConnection: close\r\n\r\n", 100)]
    [InlineData("HEAD", "HTTP/1.1 200 OK\r\nX-Kong-Limit: video=1\r\nContent-Length: 1000000\r\n\r\n", 0)]
    [InlineData("GET", "HTTP/1.1 204 No Content\r\nX-Kong-Limit: video=1\r\n\r\n", 0)]
    [InlineData("GET", "HTTP/1.1 304 Not Modified\r\nX-Kong-Limit: video=1\r\nETag: \"a\"\r\n\r\n", 0)]
    [InlineData("POST", "HTTP/1.1 200 OK\r\nX-Kong-Limit: video=1\r\nContent-Length: 1000000\r\n\r\n", 200_000)]
    public async Task Refused_answer_ends_at_once_whatever_the_origin_sends_or_does_not(string method, string head, int bodyBytes)
    {
        await using var origin = ScriptedOrigin.Start(async connection =>
        {
            if (connection.Index == 0)
            {
                await connection.ReadRequestAsync();
                await connection.SendAsync("HTTP/1.1 200 OK\r\nX-Kong-Limit: video=1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                return;
            }

            while (await connection.Reader.TryReadRequestAsync(connection.Stopped) is { } request)
            {
                if (request.Target == "/free")
                {
                    await connection.SendOkAsync("free");
                    continue;
                }

                await connection.SendAsync(head);
                await connection.SendAsync(new byte[bodyBytes]);
            }
        });
        await using var gateway = await StartAsync(origin.Port, Once);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        Assert.Equal(200, (await GetAsync(client)).Status);

        string body = method == "POST" ? "Content-Length: 3\r\n\r\nabc" : "\r\n";
        var refused = await client.ExchangeAsync($"{method} / HTTP/1.1\r\nHost: x\r\n{body}", method);

        CheckRefused(refused);
        var free = await client.ExchangeAsync("GET /free HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Equal((200, "free"), (free.Status, free.Text));
    }

    [Fact]
    public async Task Tunnel_that_is_over_the_limit_does_not_begin()
    {
        await using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 101 Switching Protocols\r\nX-Kong-Limit: video=1\r\nConnection: Upgrade\r\nUpgrade: any\r\n\r\n");
            await connection.WaitUntilClosedAsync();
        });
        await using var gateway = await StartAsync(origin.Port, Once);
        const string Upgrade = "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: any\r\n\r\n";
        await using (var open = await RawClient.ConnectAsync(gateway.Ports.Proxy))
        {
            await open.SendAsync(Upgrade);
            Assert.Equal(101, (await open.ReadResponseAsync()).Status);
        }

        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        var refused = await client.ExchangeAsync(Upgrade);

        CheckRefused(refused);
        Assert.Null(refused.Header("Upgrade"));
        await Eventually.TrueAsync(() => origin.OpenConnections == 0, "both upstream connections to be closed");
    }

    [Fact]
    public async Task Streams_of_http2_get_the_same()
    {
        await using var origin = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nX-Kong-Limit: video=2\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
        await using var gateway = await StartAsync(origin.Port, """{"limits":{"video":{"year":3}}}""");
        using var client = Http2Gateway.Client();

        using var first = await client.GetAsync(gateway.Proxy);
        Assert.Equal((HttpStatusCode.OK, "1"), (first.StatusCode, first.Headers.GetValues("X-RateLimit-Remaining-video-year").Single()));
        using var second = await client.GetAsync(gateway.Proxy);
        using var third = await client.GetAsync(gateway.Proxy);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (second.StatusCode, third.StatusCode));
        Assert.Equal(("", 0L, null), (await third.Content.ReadAsStringAsync(), third.Content.Headers.ContentLength!.Value, third.Content.Headers.ContentType));
        Assert.True(third.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.False(third.Headers.Contains("X-Kong-Limit"));
    }

    [Fact]
    public async Task Nodes_share_usage_in_redis_and_without_it_pass_only_when_that_is_tolerated()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var origin = ScriptedOrigin.Start(async connection =>
        {
            while (await connection.Reader.TryReadRequestAsync(connection.Stopped) is { } request)
            {
                string charge = request.Target == "/charge" ? "X-Kong-Limit: video=2\r\n" : "";
                await connection.SendAsync($"HTTP/1.1 200 OK\r\n{charge}Content-Length: 2\r\n\r\nok");
            }
        });
        string config = $$$"""{"limits":{"video":{"year":7}},"policy":"redis","redis":{"host":"127.0.0.1","port":{{{redis.Port}}}},"fault_tolerant":FT}""";
        string strict = config.Replace("FT", "false", StringComparison.Ordinal), tolerant = config.Replace("FT", "true", StringComparison.Ordinal);
        await using var one = await StartAsync(origin.Port, strict, tolerant);
        await using var other = await StartAsync(origin.Port, strict, tolerant);
        await using var first = await RawClient.ConnectAsync(one.Ports.Proxy);
        await using var second = await RawClient.ConnectAsync(other.Ports.Proxy);
        await Eventually.TrueAsync(async () => (await GetAsync(first)).Status == 200 && (await GetAsync(second)).Status == 200, "both nodes to have reached Redis");

        foreach (var (client, left) in new[] { (first, "5"), (second, "3"), (first, "1"), (second, "0") })
        {
            var charged = await GetAsync(client, "/charge");
            Assert.Equal((200, left), (charged.Status, charged.Header("X-RateLimit-Remaining-video-year")));
        }

        CheckRefused(await GetAsync(first, "/charge"));
        CheckRefused(await GetAsync(second, "/charge"));
        Assert.Equal(200, (await GetAsync(second)).Status);

        await redis.KillAsync();
        await Eventually.TrueAsync(async () => (await GetAsync(first)).Status == 500, "the loss to be seen");
        var passed = await GetAsync(first, "/tolerant");
        Assert.Equal((200, "7"), (passed.Status, passed.Header("X-RateLimit-Remaining-video-year")));

        await redis.BeginAsync();
        await Eventually.TrueAsync(async () => (await GetAsync(first)).Header("X-RateLimit-Remaining-video-year") == "7", "Redis to be back, empty");
    }

    private static Task<GatehouseProcess> StartAsync(int port, string config, string? tolerant = null) => GatehouseProcess.StartAsync(new GatehouseOptions
    {
        ProxyFlags = "http2",
        Declarative = $$"""
            {"_format_version": "3.0", "services": [{"name": "s", "host": "127.0.0.1", "port": {{port}}, "routes": [
              {"name": "r", "paths": ["/"], "plugins": [{"name": "response-ratelimiting", "config": {{config}} }] },
              {"name": "t", "paths": ["/tolerant"], "plugins": [{"name": "response-ratelimiting", "config": {{tolerant ?? config}} }] },
              {"name": "free", "paths": ["/free"], "strip_path": false}] }] }
            """,
    });

    private static Task<HttpMessage> GetAsync(RawClient client, string path = "/") => client.ExchangeAsync($"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");

    private static void CheckRefused(HttpMessage response)
    {
        Assert.Equal((429, "", "0", "0"), (response.Status, response.Text, response.Header("Content-Length"), response.Header("X-RateLimit-Remaining-video-year")));
        Assert.All(["X-Kong-Limit", "ETag", "Content-Type", "Transfer-Encoding", "Trailer"], name => Assert.Null(response.Header(name)));
        Assert.NotNull(response.Header("Retry-After"));
        Assert.NotNull(response.Header("X-Kong-Upstream-Latency"));
    }
}
