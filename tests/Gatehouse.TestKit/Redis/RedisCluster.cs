using System.Globalization;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;

namespace Gatehouse.TestKit.Redis;

/// <summary>Three real nodes that share the slots between them.</summary>
public sealed class RedisCluster : IAsyncDisposable
{
    private readonly RedisServer[] _nodes;

    private RedisCluster(RedisServer[] nodes) => _nodes = nodes;

    public IReadOnlyList<RedisServer> Nodes => _nodes;

    public static async Task<RedisCluster> StartAsync()
    {
        var nodes = new RedisServer[3];
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = await RedisServer.StartAsync(
                "cluster-enabled yes", "cluster-node-timeout 2000", "cluster-require-full-coverage no",
                string.Create(CultureInfo.InvariantCulture, $"cluster-port {FreePort.Next()}"));
        }

        var cluster = new RedisCluster(nodes);
        try
        {
            string created = await nodes[0].CallAsync(["--cluster", "create", .. nodes.Select(n => $"127.0.0.1:{n.Port}"), "--cluster-yes"]);
            await Eventually.TrueAsync(cluster.AgreesAsync, $"the nodes to agree: {created}");
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Index of the node that has a slot, by what the first node says.</summary>
    public async Task<int> OwnerAsync(int slot)
    {
        for (int i = 0; i < _nodes.Length; i++)
        {
            string own = (await _nodes[i].CallAsync("CLUSTER", "NODES")).Split('\n').First(l => l.Contains("myself", StringComparison.Ordinal));
            foreach (string range in own.Split(' ').Skip(8).Where(r => !r.StartsWith('[')))
            {
                int[] ends = [.. range.Split('-').Select(e => int.Parse(e, CultureInfo.InvariantCulture))];
                if (slot >= ends[0] && slot <= ends[^1])
                {
                    return i;
                }
            }
        }

        throw new InvalidOperationException($"nobody has slot {slot}");
    }

    public Task<string> IdAsync(int node) => _nodes[node].CallAsync("CLUSTER", "MYID");

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    private async Task<bool> AgreesAsync()
    {
        foreach (var node in _nodes)
        {
            string info = await node.CallAsync("CLUSTER", "INFO");
            if (!info.Contains("cluster_state:ok", StringComparison.Ordinal) || !info.Contains("cluster_slots_ok:16384", StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
