using Gatehouse.Net.Loops;
using Gatehouse.Protocols.Redis;

namespace Gatehouse.Gateway.Redis;

/// <summary>One Redis as the whole node sees it: a client for each loop, connected when that loop first has something to send.</summary>
internal sealed class RedisNode
{
    private readonly RedisClient[] _clients;

    public RedisNode(RedisConfig config, RedisClient[] clients)
    {
        Config = config;
        _clients = clients;
        Name = config.ToString();
    }

    /// <summary>What it was made of.</summary>
    public RedisConfig Config { get; }

    /// <summary>Its addresses, for people.</summary>
    public string Name { get; }

    /// <summary>Users; guarded by the registry's lock.</summary>
    public int Shares { get; set; }

    /// <summary>The client of the calling loop. Only on a loop.</summary>
    public RedisClient Current => _clients[Loop.Current!.Index];

    /// <summary>The client of each loop, by <see cref="Loop.Index"/>.</summary>
    public IReadOnlyList<RedisClient> Clients => _clients;

    /// <summary>Begins to connect on every loop, so that the first request need not wait for it. On any thread.</summary>
    public void Connect()
    {
        foreach (var client in _clients)
        {
            client.Loop.Post(static state => ((RedisClient)state!).Connect(), client);
        }
    }

    /// <summary>The figures of all loops together; the state is the worst of those in which anything happens.</summary>
    public RedisStatistics Sum()
    {
        var sum = default(RedisStatistics);
        foreach (var client in _clients)
        {
            var one = client.Statistics;
            sum = new RedisStatistics(
                one.State > sum.State ? one.State : sum.State,
                sum.Connections + one.Connections,
                sum.InFlight + one.InFlight,
                sum.Commands + one.Commands,
                sum.Failures + one.Failures,
                sum.TimedOut + one.TimedOut,
                sum.Connects + one.Connects,
                sum.ConnectFailures + one.ConnectFailures);
        }

        return sum;
    }

    /// <summary>Ends its connections. On any thread.</summary>
    public void Close()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }
    }
}
