namespace Gatehouse.Protocols.Redis;

/// <summary>Has a command whose time may run out.</summary>
internal interface IRedisCommandHolder
{
    /// <summary>Lets go of a command that is answered without it. Its late reply concerns nobody.</summary>
    void Abandon(RedisCommand command);
}
