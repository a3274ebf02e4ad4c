using System.Text.Json;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Http1;

/// <summary>One gateway before an echo origin, for everything that needs no configuration of its own.</summary>
public sealed class PlainGateway : IAsyncLifetime, IDisposable
{
    private GatehouseProcess? _process;

    public ScriptedOrigin Origin { get; } = EchoOrigin.Start();

    /// <summary>Answers what the request's <c>x-script</c> names.</summary>
    public ScriptedOrigin Scripts { get; } = ScriptedOrigin.Start(OriginScripts.ServeAsync);

    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(20) };

    public GatehouseProcess Process => _process!;

    public async Task InitializeAsync() => _process = await GatehouseProcess.StartAsync(new GatehouseOptions
    {
        Declarative = $$"""
            {"_format_version": "3.0", "services": [
              {"name": "echo", "host": "127.0.0.1", "port": {{Origin.Port}}, "routes": [{"name": "echo", "paths": ["/"], "strip_path": false}]},
              {"name": "scripts", "host": "127.0.0.1", "port": {{Scripts.Port}}, "routes": [{"name": "scripts", "paths": ["/scripts"]}]}
            ]}
            """,
        Node = new Dictionary<string, string> { ["client_max_body_size"] = "1m" },
    });

    public async Task DisposeAsync()
    {
        await Process.DisposeAsync();
        await Origin.DisposeAsync();
        await Scripts.DisposeAsync();
    }

    public void Dispose() => Client.Dispose();

    public Task<RawClient> ConnectAsync() => RawClient.ConnectAsync(Process.Ports.Proxy);

    /// <summary>The access-log line of one request.</summary>
    public async Task<JsonElement> LogLineAsync(string requestId) => await FindLineAsync(Process.AccessLog, requestId);

    /// <summary>Value of one sample of /metrics, 0 where it is not.</summary>
    public async Task<double> MetricAsync(string sample)
    {
        string metrics = await Client.GetStringAsync(new Uri(Process.Status, "/metrics"));
        string? line = metrics.Split('\n').FirstOrDefault(l => l.StartsWith(sample + " ", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line[(sample.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    internal static async Task<JsonElement> FindLineAsync(string file, string requestId)
    {
        string[] found = [];
        await Eventually.TrueAsync(
            () =>
            {
                found = File.Exists(file) ? [.. File.ReadAllText(file).Split('\n').SkipLast(1).Where(l => l.Contains($"\"request_id\":\"{requestId}\"", StringComparison.Ordinal))] : [];
                return found.Length > 0;
            },
            $"the access-log line of {requestId}");
        Assert.Single(found);
        return JsonDocument.Parse(found[0]).RootElement;
    }
}
