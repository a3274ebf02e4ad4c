using Gatehouse.Ai.Selection;
using Gatehouse.Protocols.Prometheus;

namespace Gatehouse.Ai.Observability;

/// <summary>How deployments do, read when a scrape asks. Nothing is written while there is none.</summary>
internal sealed class DeploymentMetrics(DeploymentRegistry registry) : IMetricsCollector
{
    /// <summary>Deployments told apart: names of configurations that are gone stay for the life of the node.</summary>
    private const int MaxDeployments = 1_000;

    private static readonly string[] Labels = ["provider", "deployment"];

    /// <inheritdoc/>
    public void Collect(MetricsWriter writer)
    {
        var all = registry.All.OrderBy(d => d.Provider, StringComparer.Ordinal).ThenBy(d => d.Name, StringComparer.Ordinal).Take(MaxDeployments).ToArray();
        if (all.Length == 0)
        {
            return;
        }

        Write(writer, all, "gatehouse_ai_deployment_state", "0 = healthy, 1 = failed lately, 2 = rests", h => h.IsResting ? 2 : h.Failures > 0 ? 1 : 0);
        Write(writer, all, "gatehouse_ai_in_flight", "Calls to a deployment under way", h => h.InFlight);
        writer.Family("gatehouse_ai_deployments_resting", "Deployments that are not asked for a while", MetricType.Gauge);
        writer.Sample("gatehouse_ai_deployments_resting", all.Count(d => d.Health.IsResting));
    }

    private static void Write(
        MetricsWriter writer, (string Provider, string Name, DeploymentHealth Health)[] all, string name, string help, Func<DeploymentHealth, double> figure)
    {
        writer.Family(name, help, MetricType.Gauge);
        foreach (var (provider, deployment, health) in all)
        {
            writer.Sample(name, figure(health), Labels, provider, deployment);
        }
    }
}
