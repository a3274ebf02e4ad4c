using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Redis;
using Xunit;

namespace Gatehouse.EndToEnd.Limits;

/// <summary>Three gateways with the same configuration before one Redis.</summary>
public sealed class SharedNodes : IAsyncLifetime
{
    /// <summary>Requests a second of the limits that are meant to be hit.</summary>
    public const int Limit = 500;

    /// <summary>Units of the limit of HTTP/2 and of the Admin API, an hour.</summary>
    public const int Few = 40;

    private RedisServer? _redis;

    public static IReadOnlyList<string> Algorithms { get; } = ["fixed-window", "sliding-window", "token-bucket"];

    public ScriptedOrigin Echo { get; } = EchoOrigin.Start();

    public IReadOnlyList<GatehouseProcess> Nodes { get; private set; } = [];

    public RedisServer Redis => _redis!;

    public IReadOnlyList<int> Ports => [.. Nodes.Select(n => n.Ports.Proxy)];

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        string redis = LimitDocument.Redis(Redis.Port);
        var routes = new Dictionary<string, string>
        {
            ["free"] = "",
            ["wide-exact"] = $""" "second": 1000000, "algorithm": "sliding-window", "fault_tolerant": false, {redis}""",
            ["wide-leased"] = $""" "second": 1000000, "algorithm": "sliding-window", "fault_tolerant": false, "sync_rate": 0.1, {redis}""",
            ["wide-local"] = """ "second": 1000000, "algorithm": "sliding-window", "limit_by": "service" """,
            ["outage"] = $""" "second": {Limit}, "algorithm": "sliding-window", {redis}""",
            ["strict"] = $""" "second": {Limit}, "fault_tolerant": false, {LimitDocument.Redis(Redis.Port, ", \"timeout\": 200")}""",
            ["few"] = $""" "hour": {Few}, "algorithm": "sliding-window", "fault_tolerant": false, {redis}""",
            ["read"] = $""" "hour": {Few}, "algorithm": "sliding-window", "fault_tolerant": false, {redis}""",
        };
        foreach (string algorithm in Algorithms)
        {
            routes[$"exact-{algorithm}"] = $""" "second": {Limit}, "algorithm": "{algorithm}", "fault_tolerant": false, {redis}""";
            routes[$"leased-{algorithm}"] = $""" "second": {Limit}, "algorithm": "{algorithm}", "fault_tolerant": false, "sync_rate": 0.1, {redis}""";
        }

        string open = $$""" "limits": [{"name": "open", "limit": 3, "algorithm": "concurrency"}], "fault_tolerant": false, {{redis}}""";
        string document = LimitDocument.Of(routes, Echo.Port, new Dictionary<string, string> { ["open"] = open });
        Nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = document })));
    }

    public async Task DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        await Redis.DisposeAsync();
        await Echo.DisposeAsync();
    }
}
