namespace Gatehouse.Protocols.Redis;

/// <summary>What stands behind the addresses of <see cref="RedisOptions.EndPoints"/>.</summary>
public enum RedisTopology
{
    /// <summary>One server; with several addresses the first that takes us.</summary>
    Standalone,

    /// <summary>Sentinels that know the server.</summary>
    Sentinel,

    /// <summary>Some nodes of a cluster, which know the others.</summary>
    Cluster,
}
