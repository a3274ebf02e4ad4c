namespace Gatehouse.Protocols.Redis;

/// <summary>Knows where a server is to be found, each time anew.</summary>
internal interface IRedisLocator
{
    /// <summary>The server for messages while nothing better is known.</summary>
    RedisEndPoint Name { get; }

    /// <summary>Servers to try, best first; empty and a reason when nobody knows.</summary>
    ValueTask<RedisLocation> FindAsync();

    /// <summary>Whether a server that took us is the right one; null when it is, otherwise why not.</summary>
    ValueTask<string?> CheckAsync(RedisConnection connection);
}
