namespace Gatehouse.Protocols.Redis;

/// <summary>Servers that the configuration names.</summary>
internal sealed class FixedLocator(IReadOnlyList<RedisEndPoint> servers) : IRedisLocator
{
    /// <inheritdoc/>
    public RedisEndPoint Name => servers[0];

    /// <inheritdoc/>
    public ValueTask<RedisLocation> FindAsync() => new(new RedisLocation(servers, null));

    /// <inheritdoc/>
    public ValueTask<string?> CheckAsync(RedisConnection connection) => new((string?)null);
}
