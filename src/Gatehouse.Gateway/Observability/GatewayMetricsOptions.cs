namespace Gatehouse.Gateway.Observability;

/// <summary>How the node counts.</summary>
public sealed record GatewayMetricsOptions
{
    /// <summary>
    /// Counted for every request, with or without the prometheus plugin. Kong counts nothing by default because a scrape of
    /// its shared memory is expensive; ours is not.
    /// </summary>
    public MetricSet Default { get; init; } = MetricSet.StatusCode | MetricSet.Latency | MetricSet.Bandwidth;

    /// <summary>Also expose the names of Kong 2.x and of common dashboards for the same numbers. Default true.</summary>
    public bool EmitAliases { get; init; } = true;

    /// <summary>Value of the <c>node_id</c> label: the node's UUID.</summary>
    public string NodeId { get; init; } = "00000000-0000-0000-0000-000000000000";

    /// <summary>Value of the <c>version</c> label.</summary>
    public string Version { get; init; } = "3.9.1";
}
