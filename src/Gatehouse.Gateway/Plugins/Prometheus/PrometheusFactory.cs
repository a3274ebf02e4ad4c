using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Observability;

namespace Gatehouse.Gateway.Plugins.Prometheus;

/// <summary>Makes <c>prometheus</c> instances.</summary>
internal sealed class PrometheusFactory : IPluginFactory
{
    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "prometheus",
        Priority = 13,
        Phases = PluginPhases.Log,
        Config = RecordSchema.Of(
            Field.Boolean("per_consumer", false).Describe("Fills the consumer label of requests and bandwidth."),
            Field.Boolean("status_code_metrics", false).Describe("Counts requests by status."),
            Field.Boolean("ai_metrics", false).Describe("Counts requests to language models."),
            Field.Boolean("latency_metrics", false).Describe("Observes latencies."),
            Field.Boolean("bandwidth_metrics", false).Describe("Counts bytes."),
            Field.Boolean("upstream_health_metrics", false).Describe("Exposes the state of upstream targets."),
            Field.Boolean("wasm_metrics", false).Describe("Accepted for compatibility; there are no such filters.")),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
    {
        var metrics = ObservabilityServices.From(context).Metrics;
        var parsed = PrometheusConfig.From(config);
        if (parsed.UpstreamHealth)
        {
            metrics.Node.WantUpstreamHealth();
        }

        return new PrometheusPlugin(parsed, metrics);
    }
}
