using Gatehouse.Protocols.Redis;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Redis;

/// <summary>
/// Tells the log what one loop learns of its servers: that one is lost, for each reason once, and that it is back. An attempt each second
/// for a day is one line.
/// </summary>
internal sealed class RedisLoopEvents(ILogger logger) : IRedisEvents
{
    /// <summary>Servers remembered at a time; a cluster's nodes may change for ever.</summary>
    private const int MaxServers = 1024;

    private readonly Dictionary<RedisEndPoint, string> _lost = [];

    /// <inheritdoc/>
    public void Connected(RedisEndPoint server)
    {
        if (_lost.Remove(server))
        {
            RedisLog.Back(logger, server);
        }
    }

    /// <inheritdoc/>
    public void Unavailable(RedisEndPoint server, string reason)
    {
        if (_lost.TryGetValue(server, out string? known) && known == reason)
        {
            return;
        }

        if (_lost.Count >= MaxServers)
        {
            _lost.Clear();
        }

        _lost[server] = reason;
        RedisLog.Lost(logger, server, reason);
    }
}
