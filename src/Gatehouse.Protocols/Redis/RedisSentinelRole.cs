namespace Gatehouse.Protocols.Redis;

/// <summary>Which server of a sentinel's group is wanted.</summary>
public enum RedisSentinelRole
{
    /// <summary>The one that takes writes.</summary>
    Master,

    /// <summary>One of those that follow it.</summary>
    Replica,

    /// <summary>The master, or a replica while there is none.</summary>
    Any,
}
