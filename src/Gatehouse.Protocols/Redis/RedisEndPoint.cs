namespace Gatehouse.Protocols.Redis;

/// <summary>Where a server listens.</summary>
/// <param name="Host">Name or address, an IPv6 address without brackets.</param>
/// <param name="Port">TCP port, 1–65535. Redis has 6379, its sentinels 26379.</param>
public readonly record struct RedisEndPoint(string Host, int Port)
{
    /// <inheritdoc/>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
