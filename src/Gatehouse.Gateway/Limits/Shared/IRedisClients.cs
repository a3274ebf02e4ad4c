using Gatehouse.Net.Loops;
using Gatehouse.Protocols.Redis;

namespace Gatehouse.Gateway.Limits.Shared;

/// <summary>The clients of one server, one for each loop.</summary>
internal interface IRedisClients
{
    /// <summary>The loops that have one.</summary>
    IReadOnlyList<Loop> Loops { get; }

    /// <summary>The client of a loop.</summary>
    RedisClient Of(Loop loop);
}
