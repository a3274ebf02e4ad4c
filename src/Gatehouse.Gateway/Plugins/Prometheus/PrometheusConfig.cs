using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Observability;

namespace Gatehouse.Gateway.Plugins.Prometheus;

/// <summary>Configuration of <c>prometheus</c>. Every flag is false by default.</summary>
internal sealed record PrometheusConfig
{
    /// <summary>Groups of request metrics that are counted in the scope of the instance.</summary>
    public required MetricSet Set { get; init; }

    /// <summary>Whether the state of upstream targets is exposed; holds for the whole node.</summary>
    public required bool UpstreamHealth { get; init; }

    public static PrometheusConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        return new PrometheusConfig
        {
            Set = (reader.GetBool("status_code_metrics", false) ? MetricSet.StatusCode : MetricSet.None)
                | (reader.GetBool("latency_metrics", false) ? MetricSet.Latency : MetricSet.None)
                | (reader.GetBool("bandwidth_metrics", false) ? MetricSet.Bandwidth : MetricSet.None)
                | (reader.GetBool("per_consumer", false) ? MetricSet.PerConsumer : MetricSet.None),
            UpstreamHealth = reader.GetBool("upstream_health_metrics", false),
        };
    }
}
