namespace Gatehouse.Protocols.Redis;

/// <summary>Owner of a connection that is used once.</summary>
internal sealed class Unowned : IRedisConnectionOwner
{
    /// <summary>The only one.</summary>
    public static Unowned Instance { get; } = new();

    /// <inheritdoc/>
    public bool TrySendAgain(RedisConnection connection, RedisCommand command) => false;

    /// <inheritdoc/>
    public void OnClosed(RedisConnection connection, string reason)
    {
    }
}
