using System.Globalization;
using Gatehouse.Ai.Accounting.Budgets;
using Gatehouse.Gateway.Redis;
using Gatehouse.Gateway.Upstreams.Names;
using Gatehouse.Net.Loops;
using Gatehouse.Protocols.Redis;
using Gatehouse.TestKit.Redis;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Ai.Tests.Accounting.Budgets;

/// <summary>Nodes with a loop each before one real Redis.</summary>
internal sealed class RedisBudgetBench : IAsyncDisposable
{
    private readonly RedisHosts _hosts = new(new SystemHostResolver());
    private readonly LoopGroup _loops;

    private RedisBudgetBench(RedisServer server, int nodes)
    {
        Server = server;
        _loops = LoopGroup.Start(nodes);
        Redis = [.. Enumerable.Range(0, nodes).Select(_ => new RedisNodes(_loops.Loops, _loops.Connector, _hosts, NullLogger.Instance)
            .Acquire(new RedisConfig { EndPoints = [new RedisEndPoint("127.0.0.1", server.Port)] }))];
        Stores = [.. Redis.Select(r => new RedisBudgetStore(r, TimeProvider.System, 5000))];
    }

    public RedisServer Server { get; }

    public IReadOnlyList<RedisNode> Redis { get; }

    public IReadOnlyList<RedisBudgetStore> Stores { get; }

    public static async Task<RedisBudgetBench> StartAsync(int nodes = 1) => new(await RedisServer.StartAsync(), nodes);

    /// <summary>Runs on the loop of a node.</summary>
    public Task<T> OnAsync<T>(int node, Func<Task<T>> body) => _loops.Loops[node].RunAsync(body);

    /// <summary>What a counter says.</summary>
    public async Task<(long Spent, long Reserved)> CounterAsync(string key)
    {
        string answer = await Server.CallAsync("--csv", "HMGET", $"gatehouse:{{ai-budget}}:c:{key}", "s", "r");
        long[] numbers = [.. answer.Split(',').Select(f => f == "NULL" ? 0 : long.Parse(f.Trim('"'), CultureInfo.InvariantCulture))];
        return (numbers[0], numbers[1]);
    }

    public async Task<IReadOnlyList<(long Spent, long Reserved)>> CountersAsync(BudgetCharge[] charges)
    {
        var all = new List<(long, long)>();
        foreach (var charge in charges)
        {
            all.Add(await CounterAsync(charge.Key));
        }

        return all;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in Stores)
        {
            store.Dispose();
        }

        _loops.Dispose();
        _hosts.Dispose();
        await Server.DisposeAsync();
    }
}
