using System.Text.Json.Nodes;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Http;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;

namespace Gatehouse.EndToEnd.Canaries;

/// <summary>A gateway full of canaries, and everything that clients were told by it.</summary>
internal sealed class CanarySite : IAsyncDisposable
{
    private readonly ScriptedOrigin _echo = EchoOrigin.Start();
    private readonly ScriptedOrigin _quiet = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

    private CanarySite()
    {
        Planted = new CanaryDocument(Cage);
        Document = Planted.Write(_echo.Port, _quiet.Port, Outside.Port, FreePort.Next());
    }

    public Cage Cage { get; } = new();

    public CanaryDocument Planted { get; }

    public JsonObject Document { get; }

    public Outside Outside { get; } = new();

    public GatehouseProcess Gateway { get; private set; } = null!;

    /// <summary>Where in what was told which canaries are, and should not be.</summary>
    public List<string> Escaped { get; } = [];

    public Dictionary<string, string> Environment => new() { ["CANARY_JWT_SECRET"] = Planted.VaultSecret };

    public static async Task<CanarySite> StartAsync()
    {
        var site = new CanarySite();
        site.Gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            Declarative = site.Document.ToJsonString(),
            Node = new Dictionary<string, string> { ["proxy_audit_log"] = "audit.log", ["auth_failure_delay"] = "0", ["log_level"] = "debug" },
            Environment = site.Environment,
        });
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Outside.DisposeAsync();
        await _quiet.DisposeAsync();
        await _echo.DisposeAsync();
        Planted.Dispose();
    }

    /// <summary>Looks for canaries in a text.</summary>
    public void Watch(string where, string text) => Escaped.AddRange(Cage.In(text).Select(name => $"{name} in {where}"));

    /// <summary>Sends a request over TLS and watches the answer.</summary>
    /// <param name="line">Method and target.</param>
    /// <param name="fields">Further header lines.</param>
    /// <param name="body">A form; null = no body.</param>
    public async Task<HttpMessage> SendAsync(string line, string[]? fields = null, string? body = null)
    {
        await using var client = await RawClient.ConnectTlsAsync(Gateway.Ports.ProxyTls, new() { TargetHost = "canary.test" });
        string form = body is null ? "" : $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n";
        var answer = await client.ExchangeAsync(
            $"{line} HTTP/1.1\r\nHost: canary.test\r\n{string.Concat((fields ?? []).Select(f => f + "\r\n"))}{form}\r\n{body}", line.Split(' ')[0]);
        Watch($"answer to {line[..Math.Min(line.Length, 24)]}", Told(answer));
        return answer;
    }

    /// <summary>An answer as one text.</summary>
    public static string Told(HttpMessage answer)
        => $"{answer.StartLine}\n{string.Join('\n', answer.Headers.Select(h => $"{h.Key}: {h.Value}"))}\n{answer.Text}";
}
