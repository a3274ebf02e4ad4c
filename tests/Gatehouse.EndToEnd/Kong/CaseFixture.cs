using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.EndToEnd.Kong;

/// <summary>
/// Gateways that the cases share, one per set of node settings, each started when the first case needs it. Every case loads
/// its own configuration by <c>POST /config</c>.
/// </summary>
public sealed class CaseFixture : IAsyncLifetime, IDisposable
{
    private readonly Dictionary<string, GatehouseProcess> _gateways = [];

    internal HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(20) };

    internal CaseOrigin Origin { get; } = new();

    /// <summary>A second upstream, for weights.</summary>
    internal CaseOrigin OtherOrigin { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var gateway in _gateways.Values)
        {
            await gateway.DisposeAsync();
        }

        await Origin.DisposeAsync();
        await OtherOrigin.DisposeAsync();
    }

    public void Dispose() => Client.Dispose();

    /// <summary>The gateway with these settings besides those of every case.</summary>
    internal async Task<GatehouseProcess> GatewayAsync(IReadOnlyDictionary<string, string> node)
    {
        string key = string.Join('\n', node.OrderBy(n => n.Key, StringComparer.Ordinal).Select(n => $"{n.Key}: {n.Value}"));
        if (!_gateways.TryGetValue(key, out var gateway))
        {
            var settings = new Dictionary<string, string>(node)
            {
                ["allow_debug_header"] = "\"on\"",
            };
            gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Node = settings, FurtherListeners = ["proxy_protocol"] });
            _gateways.Add(key, gateway);
        }

        return gateway;
    }

    internal async Task<HttpResponseMessage> PostConfigAsync(GatehouseProcess gateway, JsonNode document) =>
        await Client.PostAsJsonAsync(new Uri(gateway.Admin, "/config"), document);

    internal async Task LoadAsync(GatehouseProcess gateway, JsonNode document)
    {
        using var response = await PostConfigAsync(gateway, document);
        Assert.True(response.IsSuccessStatusCode, $"{document}\n{await response.Content.ReadAsStringAsync()}");
    }
}
