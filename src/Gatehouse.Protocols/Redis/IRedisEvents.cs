namespace Gatehouse.Protocols.Redis;

/// <summary>Is told what becomes of connections, for a log. Called on the loop; must not block or throw.</summary>
public interface IRedisEvents
{
    /// <summary>A server can be used.</summary>
    void Connected(RedisEndPoint server);

    /// <summary>A server cannot be used (any more). Called once for each attempt; <paramref name="reason"/> holds no secret.</summary>
    void Unavailable(RedisEndPoint server, string reason);
}
