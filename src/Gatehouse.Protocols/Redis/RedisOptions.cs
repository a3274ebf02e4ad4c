namespace Gatehouse.Protocols.Redis;

/// <summary>What a client connects to, and as whom.</summary>
public sealed record RedisOptions
{
    /// <summary>Servers, sentinels, or nodes to start from; at least one.</summary>
    public required IReadOnlyList<RedisEndPoint> EndPoints { get; init; }

    /// <summary>What they are. Default one server.</summary>
    public RedisTopology Topology { get; init; }

    /// <summary>What the sentinels are asked; required with <see cref="RedisTopology.Sentinel"/>.</summary>
    public RedisSentinelOptions? Sentinel { get; init; }

    /// <summary>Who we are to the servers; null, the default, = nobody.</summary>
    public RedisCredential? Credential { get; init; }

    /// <summary>Database, 0 or more. Default 0, the only one of a cluster.</summary>
    public int Database { get; init; }

    /// <summary>TLS to servers and sentinels; null, the default, = none.</summary>
    public RedisTls? Tls { get; init; }

    /// <summary>Name that <c>CLIENT LIST</c> shows, without spaces; null, the default, = none.</summary>
    public string? ClientName { get; init; }

    /// <summary>Times and bounds.</summary>
    public RedisLimits Limits { get; init; } = new();
}
