namespace Gatehouse.Net.Http1;

/// <summary>Limits of a pool.</summary>
public sealed record Http1PoolLimits
{
    /// <summary>Idle connections kept per loop; the one idle longest makes room. 0 = none is kept. Default 512 (Kong: upstream_keepalive_pool_size).</summary>
    public int MaxIdle { get; init; } = 512;

    /// <summary>Requests after which a connection is closed; 0 = no limit. Default 10000 (Kong: upstream_keepalive_max_requests).</summary>
    public int MaxRequests { get; init; } = 10000;

    /// <summary>Seconds a connection may idle; 0 = no limit. Default 60 (Kong: upstream_keepalive_idle_timeout).</summary>
    public int IdleTimeoutSeconds { get; init; } = 60;

    /// <summary>Limits of each connection.</summary>
    public Http1ClientLimits Connection { get; init; } = new();
}
