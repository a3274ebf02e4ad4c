using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;

namespace Gatehouse.Protocols.Redis;

/// <summary>What all connections of a client share.</summary>
internal sealed record RedisContext
{
    public required Loop Loop { get; init; }

    public required IChannelConnector Connector { get; init; }

    public required IRedisHosts Hosts { get; init; }

    public required RedisOptions Options { get; init; }

    public required RedisCounters Counters { get; init; }

    public IRedisEvents? Events { get; init; }

    public RedisLimits Limits => Options.Limits;
}
