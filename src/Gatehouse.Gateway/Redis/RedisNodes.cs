using System.Security.Cryptography.X509Certificates;
using Gatehouse.Core.Plugins;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;
using Gatehouse.Protocols.Redis;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Redis;

/// <summary>All Redis of the node, by their settings. They survive reloads; what nobody uses any more is left.</summary>
/// <param name="loops">The loops; none where nothing is to be reached.</param>
/// <param name="connector">Opens connections on them.</param>
/// <param name="hosts">Finds addresses of names.</param>
/// <param name="logger">Told of servers that are lost and come back.</param>
internal sealed class RedisNodes(IReadOnlyList<Loop> loops, IChannelConnector? connector, IRedisHosts hosts, ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<RedisConfig, RedisNode> _nodes = [];

    /// <summary>Roots for verified certificates; null = the system's.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>Longest chain of such a certificate; null = no limit.</summary>
    public int? VerifyDepth { get; init; }

    /// <summary>Those in use. On any thread.</summary>
    public IReadOnlyList<RedisNode> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _nodes.Values];
            }
        }
    }

    /// <summary>The node's; throws <see cref="PluginBuildException"/> when the program offers none.</summary>
    public static RedisNodes From(PluginBuildContext context)
        => (RedisNodes?)context.Services.GetService(typeof(RedisNodes))
            ?? throw new PluginBuildException($"{context.Instance.Name}: the program offers no {nameof(RedisNodes)}");

    /// <summary>Takes a share; the first one begins to connect. Give it back with <see cref="Release"/>.</summary>
    public RedisNode Acquire(RedisConfig config)
    {
        lock (_lock)
        {
            if (!_nodes.TryGetValue(config, out var node))
            {
                node = Open(config);
                _nodes.Add(config, node);
                node.Connect();
            }

            node.Shares++;
            return node;
        }
    }

    /// <summary>Gives a share back; with the last one the connections end.</summary>
    public void Release(RedisNode node)
    {
        lock (_lock)
        {
            if (--node.Shares == 0)
            {
                _nodes.Remove(node.Config);
                node.Close();
            }
        }
    }

    private RedisNode Open(RedisConfig config)
    {
        var tls = config.Ssl
            ? new RedisTls
            {
                Verify = config.SslVerify,
                ServerName = config.ServerName,
                TrustedRoots = TrustedRoots,
                VerifyDepth = VerifyDepth,
            }
            : null;
        var options = config.ToOptions(tls);
        return new RedisNode(config, [.. loops.Select(l => new RedisClient(l, connector!, hosts, options, new RedisLoopEvents(logger)))]);
    }
}
