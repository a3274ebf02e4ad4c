using System.Net.WebSockets;
using Gatehouse.EndToEnd.Faults;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Reload;

/// <summary>What was under way before a reload keeps its configuration to its end, and then the old configuration is let go.</summary>
public sealed class OldConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Answer_that_streams_keeps_its_old_configuration_and_then_releases_it()
    {
        var go = new TaskCompletionSource();
        await using var origin = ScriptedOrigin.Start(async connection =>
        {
            while (await connection.Reader.TryReadRequestAsync(connection.Stopped) is not null)
            {
                await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf");
                await Eventually.EndsAsync(go.Task, "the reload");
                await connection.SendAsync("rest");
            }
        });
        await using var gateway = await StartAsync(origin.Port);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        await client.SendAsync("GET /old HTTP/1.1\r\nHost: a\r\n\r\n");
        await client.Reader.ReadExactlyAsync(17);
        await ReloadAsync(gateway, origin.Port);

        // The exchange in flight still holds the old plugin, and with it the old file.
        Assert.Contains(_folder.File("1.log"), Open(gateway));
        go.SetResult();
        await Eventually.TrueAsync(() => File.ReadAllText(_folder.File("1.log")).Contains("/old", StringComparison.Ordinal), "the old log to get its line");
        await AssertReleasedAsync(gateway);
        Assert.False(File.Exists(_folder.File("2.log")));
    }

    [Fact]
    public async Task Head_that_never_became_a_request_does_not_hold_the_old_configuration()
    {
        await using var origin = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await using var gateway = await StartAsync(origin.Port);
        for (int i = 0; i < 8; i++)
        {
            await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
            await client.SendAsync("GET /half HTTP/1.1\r\nHost: a\r\nX-Ha");
        }

        await ReloadAsync(gateway, origin.Port);
        await AssertReleasedAsync(gateway);
    }

    [Fact]
    public async Task WebSocket_survives_a_reload()
    {
        await using var origin = await KestrelOrigin.StartAsync();
        await using var gateway = await StartAsync(origin.Http1Port);
        using var socket = new ClientWebSocket();
        await Eventually.EndsAsync(socket.ConnectAsync(new Uri($"ws://127.0.0.1:{gateway.Ports.Proxy}/ws"), default), "the WebSocket");
        Assert.Equal("before", await EchoAsync(socket, "before"));
        await ReloadAsync(gateway, origin.Http1Port);
        Assert.Equal("after", await EchoAsync(socket, "after"));
        await Eventually.EndsAsync(socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", default), "the closing handshake");
        await AssertReleasedAsync(gateway);
    }

    [Fact]
    public async Task Drain_waits_for_the_answer_in_flight_and_ends_with_0()
    {
        var go = new TaskCompletionSource();
        await using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await Eventually.EndsAsync(go.Task, "the drain");
            await connection.SendOkAsync("finished");
        });
        await using var gateway = await StartAsync(origin.Port);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        await using var idle = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await origin.ConnectionAsync(0);
        gateway.Send(Signal.Terminate);
        await idle.WaitUntilClosedAsync();
        go.SetResult();
        var answer = await client.ReadResponseAsync();
        Assert.Equal((200, "finished", "close"), (answer.Status, answer.Text, answer.Header("Connection")));
        Assert.Equal(0, await gateway.Process.WaitForExitAsync(TimeSpan.FromSeconds(20)));
    }

    /// <summary>Starts with a log that a first request has opened.</summary>
    private async Task<GatehouseProcess> StartAsync(int port)
    {
        var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = Declarative(port, 1) });
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        Assert.Equal(404, (await client.ExchangeAsync("GET /unknown HTTP/1.1\r\nHost: b\r\n\r\n")).Status);
        await Eventually.TrueAsync(() => Open(gateway).Contains(_folder.File("1.log")), "the first log to be open");
        return gateway;
    }

    private async Task ReloadAsync(GatehouseProcess gateway, int port)
    {
        using var reloads = new Reloads(gateway);
        Assert.Contains(_folder.File("1.log"), Open(gateway));
        Assert.Equal(System.Net.HttpStatusCode.Created, await reloads.PostAsync(Declarative(port, 2)));
    }

    private string Declarative(int port, int revision) => $$"""
        _format_version: "3.0"
        services: [{name: s, url: "http://127.0.0.1:{{port}}", retries: 0, routes: [{name: r, hosts: ["a", "127.0.0.1"]}]}]
        plugins: [{name: file-log, config: {path: "{{_folder.File($"{revision}.log")}}"} }]
        """;

    private Task AssertReleasedAsync(GatehouseProcess gateway) =>
        Eventually.TrueAsync(() => !Open(gateway).Contains(_folder.File("1.log")), "the old log to be closed");

    private static async Task<string> EchoAsync(ClientWebSocket socket, string text)
    {
        await socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, default);
        byte[] buffer = new byte[100];
        var frame = await Eventually.EndsAsync(socket.ReceiveAsync(buffer, default), "the echo");
        return System.Text.Encoding.UTF8.GetString(buffer, 0, frame.Count);
    }

    private static HashSet<string> Open(GatehouseProcess gateway)
    {
        var names = new HashSet<string>();
        foreach (string file in Directory.GetFileSystemEntries($"/proc/{gateway.Pid}/fd"))
        {
            try
            {
                names.Add(new FileInfo(file).LinkTarget ?? "");
            }
            catch (IOException)
            {
                // Closed meanwhile.
            }
        }

        return names;
    }
}
