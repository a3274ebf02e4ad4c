namespace Gatehouse.Protocols.Redis;

/// <summary>Whoever keeps a link to a server.</summary>
internal interface IRedisLinkOwner
{
    /// <summary>
    /// A server refused a command for where it was sent. True when it has been sent elsewhere or has ended; false when the error is the answer.
    /// </summary>
    bool TryRedirect(RedisLink link, RedisCommand command);

    /// <summary>A link can be used, or can be used no more.</summary>
    void OnLinkChanged(RedisLink link);
}
