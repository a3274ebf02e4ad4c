using System.Buffers;
using System.Net;
using System.Text;
using Gatehouse.Gateway.Redis;
using Gatehouse.Gateway.Upstreams.Names;
using Gatehouse.Net.Loops;
using Gatehouse.Protocols.Prometheus;
using Gatehouse.Protocols.Redis;
using Gatehouse.TestKit.Redis;
using Gatehouse.TestKit.Waiting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Gatehouse.Gateway.Tests.Redis;

/// <summary>The registry with two loops and a real server.</summary>
public sealed class RedisNodesTests : IHostResolver, ILogger, IDisposable
{
    private readonly LoopGroup _loops = LoopGroup.Start(2);
    private readonly RedisHosts _hosts;
    private readonly RedisNodes _nodes;
    private readonly List<string> _log = [];

    public RedisNodesTests()
    {
        _hosts = new RedisHosts(this);
        _nodes = new RedisNodes(_loops.Loops, _loops.Connector, _hosts, this);
    }

    public void Dispose()
    {
        _loops.Dispose();
        _hosts.Dispose();
    }

    [Fact]
    public async Task Equal_settings_share_one_connection_per_loop_until_the_last_share_is_given_back()
    {
        await using var server = await RedisServer.StartAsync();
        var first = _nodes.Acquire(Config("redis.test", server.Port));
        var second = _nodes.Acquire(Config("redis.test", server.Port));
        Assert.Same(first, second);
        await Eventually.TrueAsync(() => first.Sum().Connections == 2, "both loops to connect without a command");
        string[] answers = await Task.WhenAll(_loops.Loops.Select(l => l.RunAsync(async () =>
        {
            Assert.Same(l, first.Current.Loop);
            using var reply = await first.Current.SendAsync(first.Current.Rent().Name("INCR"u8).Key("n"u8));
            return reply.Value.TryGetInteger(out long n) ? $"{n}" : "none";
        })));
        Assert.Equal(["1", "2"], answers.Order());

        // A reload: the new snapshot takes its share before the old one gives its own back.
        _nodes.Release(first);
        Assert.Equal(RedisState.Ready, second.Sum().State);
        Assert.Equal(2, second.Sum().Connects);
        _nodes.Release(second);
        Assert.Empty(_nodes.All);
        await Eventually.TrueAsync(
            async () => !(await server.CallAsync("CLIENT", "LIST")).Contains("name=gatehouse", StringComparison.Ordinal), "the connections to end");
        Assert.NotSame(first, _nodes.Acquire(Config("redis.test", server.Port)));
    }

    [Fact]
    public async Task Other_settings_are_nodes_of_their_own_and_add_up_under_one_label()
    {
        await using var server = await RedisServer.StartAsync();
        var one = _nodes.Acquire(Config("127.0.0.1", server.Port));
        var two = _nodes.Acquire(Config("127.0.0.1", server.Port) with { Database = 1 });
        Assert.NotSame(one, two);
        await Eventually.TrueAsync(() => one.Sum().Connections + two.Sum().Connections == 4, "all to connect");
        string scrape = Scrape();
        Assert.Contains($"gatehouse_redis_connections{{redis=\"127.0.0.1:{server.Port}\"}} 4\n", scrape, StringComparison.Ordinal);
        Assert.Contains($"gatehouse_redis_connects_total{{redis=\"127.0.0.1:{server.Port}\"}} 4\n", scrape, StringComparison.Ordinal);
        _nodes.Release(one);
        _nodes.Release(two);
        Assert.DoesNotContain("gatehouse_redis", Scrape(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lost_server_is_told_of_once_for_each_reason_and_when_it_is_back()
    {
        await using var server = await RedisServer.StartAsync("requirepass geheim");
        var config = Config("127.0.0.1", server.Port) with { Password = "geheim" };
        var node = _nodes.Acquire(config);
        await Eventually.TrueAsync(() => node.Sum().Connections == 2, "both loops to connect");
        Assert.Empty(Log());
        await server.KillAsync();
        await Eventually.TrueAsync(() => node.Sum().ConnectFailures >= 10, "ten attempts");
        Assert.Equal(RedisState.Down, node.Sum().State);
        // Each loop has two reasons: closed, and nobody listens there.
        Assert.InRange(Log().Length, 2, 4);
        await server.BeginAsync();
        await Eventually.TrueAsync(() => node.Sum().Connections == 2, "both loops to be back");
        await Eventually.TrueAsync(() => Log().Count(l => l.EndsWith("can be used again", StringComparison.Ordinal)) == 2, "the log to say so");
        Assert.DoesNotContain(Log(), l => l.Contains("geheim", StringComparison.Ordinal));
    }

    Task<HostAnswer> IHostResolver.ResolveAsync(string host)
        => Task.FromResult(host == "redis.test" ? HostAnswer.Found(IPAddress.Loopback) : HostAnswer.NotFound);

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_log)
        {
            _log.Add(formatter(state, exception));
        }
    }

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    private static RedisConfig Config(string host, int port) => new() { EndPoints = [new RedisEndPoint(host, port)] };

    private string[] Log()
    {
        lock (_log)
        {
            return [.. _log];
        }
    }

    private string Scrape()
    {
        var registry = new MetricsRegistry(1);
        registry.AddCollector(new RedisMetrics(_nodes));
        var output = new ArrayBufferWriter<byte>();
        registry.WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
