using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Faults;

/// <summary>Which failures are repeated, where, how often, and which must not be.</summary>
public sealed class RetryTests
{
    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "body")]
    public async Task Refused_connection_is_tried_at_the_next_target(string method, string body)
    {
        await using var origin = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        int closed = FreePort.Next();
        await using var gateway = await StartAsync($$"""
            services: [{name: s, host: two, port: 80, retries: 1, routes: [{name: r, paths: ["/"]}]}]
            upstreams: [{name: two, targets: [{target: "127.0.0.1:{{closed}}", weight: 100}, {target: "127.0.0.1:{{origin.Port}}", weight: 100}]}]
            """);
        var counts = new List<int>();
        for (int i = 0; i < 4; i++)
        {
            await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
            var answer = await client.ExchangeAsync(Request(method, $"/?id=n{i}z", body), method);
            Assert.Equal((200, "ok"), (answer.Status, answer.Text));
            var tries = (await LogFile.LineAsync(gateway, $"id=n{i}z")).GetProperty("tries").EnumerateArray().ToList();
            counts.Add(tries.Count);
            Assert.Equal(origin.Port, tries[^1].GetProperty("port").GetInt32());
            Assert.False(tries[^1].TryGetProperty("state", out _));
            Assert.All(tries[..^1], t => Assert.Equal((closed, "failed"), (t.GetProperty("port").GetInt32(), t.GetProperty("state").GetString())));
        }

        // Two targets of equal weight: some requests met the closed one first.
        Assert.Contains(2, counts);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Retries_are_as_many_as_the_service_says(int retries)
    {
        await using var gateway = await StartAsync($$"""
            services: [{name: s, url: "http://127.0.0.1:{{FreePort.Next()}}", retries: {{retries}}, routes: [{name: r, paths: ["/"]}]}]
            """);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        Assert.Equal(502, (await client.ExchangeAsync(Request("GET", "/?id=n", ""))).Status);
        Assert.Equal(retries + 1, (await LogFile.LineAsync(gateway, "id=n")).GetProperty("tries").GetArrayLength());
    }

    [Theory]
    [InlineData("GET", "", 200, 2)]
    [InlineData("PUT", "some body", 200, 2)]
    [InlineData("POST", "some body", 502, 1)]
    public async Task Stale_connection_is_repeated_once_where_that_is_safe(string method, string body, int status, int tries)
    {
        // The origin takes the second request of its first connection and closes without a byte of an answer.
        var bodies = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using var origin = ScriptedOrigin.Start(async connection =>
        {
            for (int i = 0; await connection.Reader.TryReadRequestAsync(connection.Stopped) is { } request; i++)
            {
                if (connection.Index == 0 && i == 1)
                {
                    return;
                }

                bodies.Enqueue(request.Text);
                await connection.SendOkAsync("ok");
            }
        });
        await using var gateway = await StartAsync(Service(origin.Port, "retries: 0"), loops: 1);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        Assert.Equal(200, (await client.ExchangeAsync(Request("GET", "/?id=first", ""))).Status);
        var answer = await client.ExchangeAsync(Request(method, "/?id=second", body), method);
        Assert.Equal(status, answer.Status);
        var line = await LogFile.LineAsync(gateway, "id=second");
        Assert.Equal(tries, line.GetProperty("tries").GetArrayLength());
        Assert.Equal(status == 200 ? "none" : "upstream_reset", LogFile.Rejection(line));
        Assert.Equal(status == 200 ? ["", body] : [""], bodies);
    }

    [Fact]
    public async Task Wait_of_a_failed_try_is_not_booked_as_connecting()
    {
        await using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.Reader.TryReadRequestAsync(connection.Stopped);
            if (connection.Index == 0)
            {
                await connection.Reader.TryReadRequestAsync(connection.Stopped);
                return;
            }

            await connection.SendOkAsync("ok");
        });
        await using var gateway = await StartAsync(Service(origin.Port, "retries: 1, read_timeout: 1500"), loops: 1);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        Assert.Equal(200, (await client.ExchangeAsync(Request("GET", "/?id=late", ""))).Status);
        var line = await LogFile.LineAsync(gateway, "id=late");
        Assert.Equal(2, line.GetProperty("tries").GetArrayLength());
        Assert.InRange(line.GetProperty("latencies_us").GetProperty("connect").GetInt64(), 0, 1_400_000);
        Assert.InRange(line.GetProperty("latencies_us").GetProperty("total").GetInt64(), 1_400_000, long.MaxValue);
    }

    [Fact]
    public async Task Repeated_upload_that_is_still_coming_loses_no_byte()
    {
        // The connection goes stale in the middle of a chunked PUT; the repetition must carry the first piece and all later ones.
        var broken = new TaskCompletionSource();
        await using var origin = ScriptedOrigin.Start(async connection =>
        {
            while (await HeadReader.TryReadAsync(connection) is { } head)
            {
                if (connection.Index == 0 && head.StartsWith("PUT", StringComparison.Ordinal))
                {
                    connection.Reset();
                    broken.SetResult();
                    return;
                }

                await connection.SendOkAsync(await HeadReader.ReadBodyAsync(connection, head));
            }
        });
        await using var gateway = await StartAsync(Service(origin.Port, "retries: 0"), loops: 1);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        Assert.Equal(200, (await client.ExchangeAsync(Request("GET", "/", ""))).Status);
        await client.SendAsync("PUT /?id=put HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nfirst,\r\n");
        await Eventually.EndsAsync(broken.Task, "the origin to reset");
        await origin.ConnectionAsync(1);
        await client.SendAsync("7\r\nsecond,\r\n");
        await client.SendAsync("5\r\nthird\r\n0\r\n\r\n");
        var answer = await client.ReadResponseAsync("PUT");
        Assert.Equal((200, "first,second,third"), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Unsolicited_bytes_on_an_idle_connection_are_no_ones_answer()
    {
        var sent = new TaskCompletionSource();
        await using var origin = ScriptedOrigin.Start(async connection =>
        {
            while (await connection.Reader.TryReadRequestAsync(connection.Stopped) is not null)
            {
                await connection.SendOkAsync("mine");
                if (connection.Index == 0)
                {
                    await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nEVIL");
                    sent.TrySetResult();
                }
            }
        });
        await using var gateway = await StartAsync(Service(origin.Port, "retries: 0"), loops: 1);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        Assert.Equal("mine", (await client.ExchangeAsync(Request("GET", "/", ""))).Text);
        await Eventually.EndsAsync(sent.Task, "the unasked answer");
        Assert.Equal("mine", (await client.ExchangeAsync(Request("POST", "/", "x"))).Text);
        Assert.Equal("mine", (await client.ExchangeAsync(Request("GET", "/", ""))).Text);
    }

    private static string Service(int port, string more) =>
        $$"""services: [{name: s, url: "http://127.0.0.1:{{port}}", {{more}}, routes: [{name: r, paths: ["/"]}]}]""";

    private static Task<GatehouseProcess> StartAsync(string entities, int loops = 2) => GatehouseProcess.StartAsync(new GatehouseOptions
    {
        Declarative = "_format_version: \"3.0\"\n" + entities + "\n",
        Node = new Dictionary<string, string> { ["nginx_worker_processes"] = $"\"{loops}\"" },
    });

    private static string Request(string method, string target, string body) => body.Length > 0
        ? $"{method} {target} HTTP/1.1\r\nHost: a\r\nContent-Length: {body.Length}\r\n\r\n{body}"
        : $"{method} {target} HTTP/1.1\r\nHost: a\r\n\r\n";
}
