namespace Gatehouse.Protocols.Redis;

/// <summary>Every command goes to the same server.</summary>
internal sealed class SingleRouter(RedisLink link) : IRedisRouter
{
    /// <inheritdoc/>
    public RedisState State => link.State;

    /// <inheritdoc/>
    public void Connect() => link.Connect();

    /// <inheritdoc/>
    public RedisFailure Send(RedisCommand command) => link.Send(command);

    /// <inheritdoc/>
    public void Close() => link.Close();
}
