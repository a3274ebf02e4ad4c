using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Limits.Shared;
using Gatehouse.Gateway.Redis;
using Gatehouse.Gateway.Upstreams.Names;
using Gatehouse.Net.Loops;
using Gatehouse.Protocols.Redis;
using Gatehouse.TestKit.Redis;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Gateway.Tests.Limits.Shared;

/// <summary>Nodes with a loop each before one real server.</summary>
internal sealed class SharedBench : IAsyncDisposable
{
    private readonly RedisHosts _hosts = new(new SystemHostResolver());
    private readonly List<RedisLimitStore> _stores = [];

    private SharedBench(RedisServer server, int nodes)
    {
        Server = server;
        Loops = LoopGroup.Start(nodes);
    }

    public RedisServer Server { get; }

    public LoopGroup Loops { get; }

    public static async Task<SharedBench> StartAsync(int nodes = 1) => new(await RedisServer.StartAsync(), nodes);

    /// <summary>The store of a node, which runs on the loop of the same number.</summary>
    public RedisLimitStore Node(int number, TimeProvider? time = null, int timeoutMilliseconds = 2000)
    {
        // Every loop has a client in a node; here each loop is a node, and uses its own.
        var redis = new RedisNodes(Loops.Loops, Loops.Connector, _hosts, NullLogger.Instance)
            .Acquire(new RedisConfig { EndPoints = [new RedisEndPoint("127.0.0.1", Server.Port)] });
        var store = new RedisLimitStore(redis, new LimitClock(time ?? TimeProvider.System), timeoutMilliseconds, followsServer: time is null);
        _stores.Add(store);
        _ = number;
        return store;
    }

    /// <summary>Runs on the loop of a node.</summary>
    public Task<T> OnAsync<T>(int number, Func<Task<T>> body) => Loops.Loops[number].RunAsync(body);

    public async ValueTask DisposeAsync()
    {
        _stores.ForEach(s => s.Dispose());
        Loops.Dispose();
        _hosts.Dispose();
        await Server.DisposeAsync();
    }
}
