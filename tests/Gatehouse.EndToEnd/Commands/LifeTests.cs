using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Commands;

/// <summary>Signals and reloads of a running gateway.</summary>
public sealed class LifeTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(20) };

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Changed_file_is_read_by_itself()
    {
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = Terminating("first"), Node = new Dictionary<string, string> { ["declarative_config_poll_interval"] = "1" } });
        Assert.Contains("first", await _client.GetStringAsync(gateway.Proxy), StringComparison.Ordinal);
        gateway.WriteDeclarative(Terminating("second"));
        await Eventually.TrueAsync(async () => (await _client.GetStringAsync(gateway.Proxy)).Contains("second", StringComparison.Ordinal), "the changed file to serve");
    }

    // Its log looked like that of a node that serves.
    [Fact]
    public async Task Node_without_a_configuration_says_so()
    {
        await using var gateway = GatehouseProcess.Launch(new GatehouseOptions { Node = new Dictionary<string, string> { ["declarative_config"] = "''", ["log_level"] = "notice" } });
        await Eventually.TrueAsync(() => gateway.Process.Error.Contains("There is no configuration: every request is answered 404", StringComparison.Ordinal), "the line in the log", Deadline);
        using var response = await _client.GetAsync(gateway.Proxy);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Hangup_reads_the_file_and_a_broken_one_changes_nothing()
    {
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = Terminating("first"), Node = new Dictionary<string, string> { ["declarative_config_poll_interval"] = "0" } });
        gateway.WriteDeclarative("_format_version: \"3.0\"\nservices: 5\n");
        gateway.Send(Signal.Hangup);
        await Eventually.TrueAsync(() => gateway.Process.Error.Contains("services: expected an array", StringComparison.Ordinal), "the error to be logged");
        await Eventually.TrueAsync(async () => (await _client.GetStringAsync(new Uri(gateway.Status, "/status"))).Contains("configuration_errors", StringComparison.Ordinal), "the error in /status");
        Assert.Contains("first", await _client.GetStringAsync(gateway.Proxy), StringComparison.Ordinal);

        gateway.WriteDeclarative(Terminating("third"));
        gateway.Send(Signal.Hangup);
        await Eventually.TrueAsync(async () => (await _client.GetStringAsync(gateway.Proxy)).Contains("third", StringComparison.Ordinal), "the repaired file to serve");
        Assert.DoesNotContain("configuration_errors", await _client.GetStringAsync(new Uri(gateway.Status, "/status")), StringComparison.Ordinal);
    }

    // The runtime installs no handler for a signal that its parent ignores, and nohup and background shells do that.
    [Fact]
    public async Task Signals_ignored_by_the_parent_are_heard_nevertheless()
    {
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            Declarative = Terminating("first"),
            Node = new Dictionary<string, string> { ["declarative_config_poll_interval"] = "0" },
            IgnoredSignals = "HUP INT",
        });
        gateway.WriteDeclarative(Terminating("second"));
        gateway.Send(Signal.Hangup);
        await Eventually.TrueAsync(async () => (await _client.GetStringAsync(gateway.Proxy)).Contains("second", StringComparison.Ordinal), "the changed file to serve");
        gateway.Send(Signal.Interrupt);
        Assert.Equal(0, await gateway.Process.WaitForExitAsync(Deadline));
    }

    [Fact]
    public async Task Posted_configuration_round_trips_and_is_recognised_by_its_hash()
    {
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions());
        var config = new Uri(gateway.Admin, "/config?check_hash=1");
        using var created = await _client.PostAsJsonAsync(config, new JsonObject { ["config"] = Terminating("posted") });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        using var unchanged = await _client.PostAsJsonAsync(config, new JsonObject { ["config"] = Terminating("posted") });
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Contains("posted", await _client.GetStringAsync(gateway.Proxy), StringComparison.Ordinal);

        string written = JsonNode.Parse(await _client.GetStringAsync(new Uri(gateway.Admin, "/config")))!["config"]!.GetValue<string>();
        using var again = await _client.PostAsJsonAsync(new Uri(gateway.Admin, "/config"), new JsonObject { ["config"] = written });
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Contains("posted", await _client.GetStringAsync(gateway.Proxy), StringComparison.Ordinal);
        var status = JsonNode.Parse(await _client.GetStringAsync(new Uri(gateway.Status, "/status")))!;
        Assert.Matches("^[0-9a-f]{32}$", status["configuration_hash"]!.GetValue<string>());
    }

    [Fact]
    public async Task Draining_can_be_announced_by_hand()
    {
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions());
        using var set = await _client.PostAsJsonAsync(new Uri(gateway.Status, "/status/ready"), new JsonObject { ["status"] = "draining" });
        Assert.True(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync());
        using var ready = await _client.GetAsync(new Uri(gateway.Status, "/status/ready"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
    }

    [Fact]
    public async Task Terminate_finishes_what_is_in_flight_and_exits_0()
    {
        var release = new TaskCompletionSource();
        await using var origin = SlowOrigin(release.Task);
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = ProxyingTo(origin.Port) });
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        await origin.ConnectionAsync(0);

        gateway.Send(Signal.Terminate);
        await Eventually.TrueAsync(async () => !await AcceptsAsync(gateway.Ports.Proxy), "the listener to be closed");
        using var ready = await _client.GetAsync(new Uri(gateway.Status, "/status/ready"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        release.SetResult();
        Assert.Equal("slow", (await client.ReadResponseAsync()).Text);
        Assert.Equal(0, await gateway.Process.WaitForExitAsync(Deadline));
    }

    [Fact]
    public async Task Second_terminate_ends_at_once()
    {
        var release = new TaskCompletionSource();
        await using var origin = SlowOrigin(release.Task);
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = ProxyingTo(origin.Port), Node = new Dictionary<string, string> { ["shutdown_timeout"] = "600" } });
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        await origin.ConnectionAsync(0);

        gateway.Send(Signal.Terminate);
        await Eventually.TrueAsync(async () => !await AcceptsAsync(gateway.Ports.Proxy), "the listener to be closed");
        Assert.False(gateway.Process.HasExited);
        gateway.Send(Signal.Terminate);
        await gateway.Process.WaitForExitAsync(Deadline);
        await client.WaitUntilClosedAsync();
        release.SetResult();
    }

    [Fact]
    public async Task Terminate_with_an_open_tunnel_ends_at_its_limit_and_exits_0()
    {
        await using var origin = TunnelOrigin();
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = ProxyingTo(origin.Port), Node = new Dictionary<string, string> { ["shutdown_timeout"] = "2" } });
        await using var client = await TunnelAsync(gateway);

        gateway.Send(Signal.Terminate);
        await Eventually.TrueAsync(async () => !await AcceptsAsync(gateway.Ports.Proxy), "the listener to be closed");
        await client.SendAsync("still");
        Assert.Equal("still"u8.ToArray(), await Eventually.EndsAsync(client.Reader.ReadExactlyAsync(5), "the tunnel to carry on while draining"));
        Assert.Equal(0, await gateway.Process.WaitForExitAsync(Deadline));
        await client.WaitUntilClosedAsync();
    }

    [Fact]
    public async Task Second_terminate_with_an_open_tunnel_ends_at_once_and_exits_0()
    {
        await using var origin = TunnelOrigin();
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = ProxyingTo(origin.Port), Node = new Dictionary<string, string> { ["shutdown_timeout"] = "600" } });
        await using var client = await TunnelAsync(gateway);

        gateway.Send(Signal.Terminate);
        await Eventually.TrueAsync(async () => !await AcceptsAsync(gateway.Ports.Proxy), "the listener to be closed");
        Assert.False(gateway.Process.HasExited);
        gateway.Send(Signal.Terminate);
        Assert.Equal(0, await gateway.Process.WaitForExitAsync(Deadline));
        await client.WaitUntilClosedAsync();
    }

    [Fact]
    public async Task User_signal_reopens_the_access_log()
    {
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = Terminating("logged") });
        await _client.GetStringAsync(gateway.Proxy);
        string moved = gateway.AccessLog + ".1";
        await Eventually.TrueAsync(() => File.Exists(gateway.AccessLog) && new FileInfo(gateway.AccessLog).Length > 0, "the first line");
        File.Move(gateway.AccessLog, moved);
        gateway.Send(Signal.User1);
        await Eventually.TrueAsync(
            async () =>
            {
                await _client.GetStringAsync(gateway.Proxy);
                return File.Exists(gateway.AccessLog) && new FileInfo(gateway.AccessLog).Length > 0;
            },
            "lines in the new file");
        Assert.True(new FileInfo(moved).Length > 0);
    }

    private static async Task<RawClient> TunnelAsync(GatehouseProcess gateway)
    {
        var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        var answer = await client.ExchangeAsync("GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
        Assert.Equal(101, answer.Status);
        return client;
    }

    private static ScriptedOrigin TunnelOrigin() => ScriptedOrigin.Start(async connection =>
    {
        await connection.ReadRequestAsync();
        await connection.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
        while (true)
        {
            await connection.SendAsync(await connection.Reader.ReadExactlyAsync(1, connection.Stopped));
        }
    });

    private static ScriptedOrigin SlowOrigin(Task release) => ScriptedOrigin.Start(async connection =>
    {
        await connection.ReadRequestAsync();
        await release;
        await connection.SendOkAsync("slow");
    });

    private static string Terminating(string message) => $$"""
        {"_format_version": "3.0", "routes": [{"name": "r", "paths": ["/"], "plugins": [{"name": "request-termination", "config": {"status_code": 200, "message": "{{message}}"} } ] } ] }
        """;

    private static string ProxyingTo(int port) => $$"""
        {"_format_version": "3.0", "services": [{"name": "s", "host": "127.0.0.1", "port": {{port}}, "routes": [{"name": "r", "paths": ["/"]} ] } ] }
        """;

    private static async Task<bool> AcceptsAsync(int port)
    {
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
