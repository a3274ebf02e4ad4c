using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Observability;
using Gatehouse.Protocols.Prometheus;

namespace Gatehouse.Gateway.Plugins.Prometheus;

/// <summary>Adds metric groups in its scope to what the node counts anyway.</summary>
internal sealed class PrometheusPlugin(PrometheusConfig config, GatewayMetrics metrics) : Plugin
{
    /// <inheritdoc/>
    public override void Log(Exchange exchange) => metrics.Record(exchange, MetricShard.Current, config.Set);
}
