using Gatehouse.EndToEnd.Faults;
using Gatehouse.EndToEnd.Leaks;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.EndToEnd.Attacks;

/// <summary>Attackers that hold on: each is ended by a limit, holds little, and others are served meanwhile.</summary>
[Collection(QuietCollection.Name)]
public sealed class FloodTests
{
    /// <summary>What 500 attackers may make the process grow by: 64 KiB each.</summary>
    private const long Ceiling = 500 * 64 * 1024;

    [Theory]
    [InlineData("GET /s/o HTTP/1.1\r\nHost: a\r\nX-Slow: ", 408)]
    [InlineData("POST /s/s HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nx", 408)]
    public async Task Slow_senders_are_answered_with_408_and_others_are_served(string start, int status)
    {
        await using var origin = new StormOrigin();
        await using var gateway = await StartAsync(origin.Port, new() { ["nginx_http_client_header_timeout"] = "2s", ["nginx_http_client_body_timeout"] = "2s" });
        await ServesAsync(gateway);
        long before = gateway.Process.ResidentBytes;
        var slow = new List<RawClient>();
        for (int i = 0; i < 500; i++)
        {
            slow.Add(await RawClient.ConnectAsync(gateway.Ports.Proxy));
            await slow[i].SendAsync(start);
        }

        await ServesAsync(gateway);
        Assert.InRange(gateway.Process.ResidentBytes - before, long.MinValue, Ceiling);
        foreach (var client in slow)
        {
            Assert.Equal(status, (await client.ReadResponseAsync()).Status);
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Slow_readers_hold_little_and_are_ended()
    {
        await using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n");
            for (int i = 0; i < 500; i++)
            {
                await connection.SendAsync(new byte[100_000]);
            }
        });
        await using var gateway = await StartAsync(origin.Port, new() { ["nginx_http_send_timeout"] = "2s" });
        long before = gateway.Process.ResidentBytes;
        var slow = new List<RawClient>();
        for (int i = 0; i < 4; i++)
        {
            slow.Add(await RawClient.ConnectAsync(gateway.Ports.Proxy));
            await slow[i].SendAsync($"GET /s/slow{i}. HTTP/1.1\r\nHost: a\r\n\r\n");
        }

        // A write of 16 KiB may take 16 s at the least rate (1 KiB/s) whatever send_timeout says.
        var line = await LogFile.LineAsync(gateway, "/s/slow0.", TimeSpan.FromSeconds(60));
        Assert.Equal("client_too_slow", LogFile.Rejection(line));
        Assert.InRange(gateway.Process.ResidentBytes - before, long.MinValue, Ceiling);
        foreach (var client in slow)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Connections_over_the_limit_of_an_address_are_refused_and_the_others_go_on()
    {
        await using var origin = new StormOrigin();
        await using var gateway = await StartAsync(origin.Port, new() { ["max_connections_per_address"] = "8" });
        var admitted = new List<RawClient>();
        for (int i = 0; i < 8; i++)
        {
            admitted.Add(await RawClient.ConnectAsync(gateway.Ports.Proxy));
            Assert.Equal(200, (await admitted[i].ExchangeAsync("GET /s/o HTTP/1.1\r\nHost: a\r\n\r\n")).Status);
        }

        for (int i = 0; i < 100; i++)
        {
            try
            {
                await using var refused = await RawClient.ConnectAsync(gateway.Ports.Proxy);
                await refused.WaitUntilClosedAsync();
            }
            catch (System.Net.Sockets.SocketException)
            {
                // Refused so fast that connecting already saw it.
            }
        }

        foreach (var client in admitted)
        {
            Assert.Equal(200, (await client.ExchangeAsync("GET /s/o HTTP/1.1\r\nHost: a\r\n\r\n")).Status);
            await client.DisposeAsync();
        }

        await TestKit.Waiting.Eventually.TrueAsync(
            async () => await NodeProbe.ConnectionsActiveAsync(gateway) == 0, "the places to be free again");
        await ServesAsync(gateway);
    }

    [Fact]
    public async Task New_connections_over_the_rate_of_an_address_are_refused_and_come_back_a_second_later()
    {
        await using var origin = new StormOrigin();
        await using var gateway = await StartAsync(origin.Port, new() { ["max_new_connections_per_address"] = "5" });
        int served = 0;
        for (int i = 0; i < 50; i++)
        {
            served += await IsServedAsync(gateway) ? 1 : 0;
        }

        // Five at once and five a second: 50 connections in a row are made well within four seconds.
        Assert.InRange(served, 1, 25);

        // Nobody could see that there was a flood: what was refused was counted nowhere.
        using var http = new HttpClient();
        string refused = (await http.GetStringAsync(new Uri(gateway.Status, "/metrics"))).Split('\n').Single(l => l.StartsWith("gatehouse_connections_refused_total ", StringComparison.Ordinal));
        Assert.InRange(int.Parse(refused.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), 50 - served, 60);
        await TestKit.Waiting.Eventually.TrueAsync(() => IsServedAsync(gateway), "the address to be let in again");
    }

    [Fact]
    public async Task Load_balancer_that_is_trusted_has_no_limit_of_its_own()
    {
        await using var origin = new StormOrigin();
        await using var gateway = await StartAsync(origin.Port, new()
        {
            ["max_connections_per_address"] = "1",
            ["max_new_connections_per_address"] = "1",
            ["trusted_ips"] = "127.0.0.1",
        });
        for (int i = 0; i < 20; i++)
        {
            Assert.True(await IsServedAsync(gateway));
        }
    }

    [Fact]
    public async Task Requests_in_flight_over_the_bound_of_the_node_are_answered_with_503_until_places_are_free()
    {
        await using var origin = new StormOrigin();
        await using var gateway = await StartAsync(origin.Port, new() { ["overload_max_requests"] = "4", ["nginx_worker_processes"] = "1" });
        var waiting = new List<RawClient>();
        for (int i = 0; i < 4; i++)
        {
            waiting.Add(await RawClient.ConnectAsync(gateway.Ports.Proxy));
            await waiting[i].SendAsync("POST /s/o HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nx");
        }

        await TestKit.Waiting.Eventually.TrueAsync(async () => await StatusAsync(gateway) == 503, "the node to be full");
        await using (var refused = await RawClient.ConnectAsync(gateway.Ports.Proxy))
        {
            var answer = await refused.ExchangeAsync("GET /s/o HTTP/1.1\r\nHost: a\r\n\r\n");
            Assert.Equal((503, "1"), (answer.Status, answer.Header("Retry-After")));
            Assert.Contains("The gateway is overloaded", answer.Text, StringComparison.Ordinal);
        }

        foreach (var client in waiting)
        {
            await client.DisposeAsync();
        }

        await TestKit.Waiting.Eventually.TrueAsync(async () => await StatusAsync(gateway) == 200, "the places to be free again");
    }

    private static Task<GatehouseProcess> StartAsync(int port, Dictionary<string, string> node) => GatehouseProcess.StartAsync(new GatehouseOptions
    {
        Declarative = $$"""
            _format_version: "3.0"
            services: [{name: s, url: "http://127.0.0.1:{{port}}", routes: [{name: r, paths: ["/s"], strip_path: false}]}]
            """,
        Node = node,
    });

    private static async Task ServesAsync(GatehouseProcess gateway)
    {
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        Assert.Equal(200, (await client.ExchangeAsync("GET /s/o HTTP/1.1\r\nHost: a\r\n\r\n")).Status);
    }

    private static async Task<int> StatusAsync(GatehouseProcess gateway)
    {
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        return (await client.ExchangeAsync("GET /s/o HTTP/1.1\r\nHost: a\r\n\r\n")).Status;
    }

    private static async Task<bool> IsServedAsync(GatehouseProcess gateway)
    {
        try
        {
            return await StatusAsync(gateway) == 200;
        }
        catch (IOException)
        {
            return false;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
