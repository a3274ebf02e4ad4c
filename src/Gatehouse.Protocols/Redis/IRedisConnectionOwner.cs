namespace Gatehouse.Protocols.Redis;

/// <summary>Whoever opened a connection.</summary>
internal interface IRedisConnectionOwner
{
    /// <summary>
    /// A command was answered with an error. True when the owner has sent it again, here or elsewhere; false when the error is the
    /// answer.
    /// </summary>
    bool TrySendAgain(RedisConnection connection, RedisCommand command);

    /// <summary>The connection has ended; what was under way is failed right after. Called once.</summary>
    void OnClosed(RedisConnection connection, string reason);
}
