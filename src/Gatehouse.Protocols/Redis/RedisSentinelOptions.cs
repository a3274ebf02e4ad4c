namespace Gatehouse.Protocols.Redis;

/// <summary>What sentinels are asked.</summary>
public sealed record RedisSentinelOptions
{
    /// <summary>Name of the group, <c>sentinel monitor</c>'s first word.</summary>
    public required string MasterName { get; init; }

    /// <summary>Which of its servers. Default the master.</summary>
    public RedisSentinelRole Role { get; init; }

    /// <summary>Who we are to the sentinels, which have users of their own; null, the default, = nobody.</summary>
    public RedisCredential? Credential { get; init; }
}
