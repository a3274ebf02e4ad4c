using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.TestKit.Waiting;

namespace Gatehouse.TestKit.Processes;

/// <summary>
/// A real browser without a window, driven over its debugging protocol: go somewhere, run a script in the page, wait for what it says.
/// One page; a profile of its own that goes with it.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    private readonly TemporaryFolder _profile;
    private readonly ChildProcess _process;
    private readonly ClientWebSocket _socket;
    private int _calls;

    private Chromium(TemporaryFolder profile, ChildProcess process, ClientWebSocket socket)
    {
        _profile = profile;
        _process = process;
        _socket = socket;
    }

    public static async Task<Chromium> StartAsync()
    {
        var profile = new TemporaryFolder();
        // Without the sandbox, because containers that run as root have none.
        var process = ChildProcess.Start("chromium",
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", $"--user-data-dir={profile.Path}", "--remote-debugging-port=0", "about:blank",
        ]);
        var socket = new ClientWebSocket();
        try
        {
            string file = profile.File("DevToolsActivePort");
            await Eventually.TrueAsync(() => File.Exists(file) && File.ReadAllLines(file).Length > 1, "the browser's debugging port");
            using var http = new HttpClient();
            string port = File.ReadAllLines(file)[0];
            var page = await Eventually.NotNullAsync(
                async () => JsonNode.Parse(await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/json/list")))!.AsArray().FirstOrDefault(t => (string?)t!["type"] == "page"),
                "the browser's page");
            await socket.ConnectAsync(new Uri((string)page["webSocketDebuggerUrl"]!), CancellationToken.None);
            return new Chromium(profile, process, socket);
        }
        catch
        {
            socket.Dispose();
            await process.DisposeAsync();
            profile.Dispose();
            throw;
        }
    }

    /// <summary>Goes to a page.</summary>
    public Task GoAsync(string url) => CallAsync("Page.navigate", new JsonObject { ["url"] = url });

    /// <summary>The value of an expression in the page, as text; null also while a page is being left.</summary>
    public async Task<string?> EvaluateAsync(string expression)
    {
        var answer = await CallAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true });
        return answer["result"]?["result"]?["value"]?.ToString();
    }

    /// <summary>Waits until an expression is true.</summary>
    public Task UntilAsync(string expression, string what)
        => Eventually.TrueAsync(async () => await EvaluateAsync($"document.readyState === 'complete' && ({expression})") is "true" or "True", what);

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _process.DisposeAsync();
        _profile.Dispose();
    }

    private async Task<JsonNode> CallAsync(string method, JsonObject parameters)
    {
        int id = ++_calls;
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        using var limit = new CancellationTokenSource(Eventually.DefaultDeadline);
        await _socket.SendAsync(Encoding.UTF8.GetBytes(call.ToJsonString()), WebSocketMessageType.Text, true, limit.Token);
        while (true)
        {
            using var message = new MemoryStream();
            var buffer = new byte[16 * 1024];
            WebSocketReceiveResult part;
            do
            {
                part = await _socket.ReceiveAsync(buffer, limit.Token);
                message.Write(buffer, 0, part.Count);
            }
            while (!part.EndOfMessage);

            var answer = JsonSerializer.Deserialize<JsonNode>(message.ToArray())!;
            if ((int?)answer["id"] == id)
            {
                return answer;
            }
        }
    }
}
