namespace Gatehouse.Protocols.Redis;

/// <summary>Finds the server for a command. On the loop's thread only, <see cref="State"/> anywhere.</summary>
internal interface IRedisRouter
{
    /// <summary>Whether commands get anywhere.</summary>
    RedisState State { get; }

    /// <summary>Connects, unless that has begun.</summary>
    void Connect();

    /// <summary>Sends a command; anything but None: it was not sent.</summary>
    RedisFailure Send(RedisCommand command);

    /// <summary>Ends everything for good.</summary>
    void Close();
}
