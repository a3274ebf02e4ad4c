using Gatehouse.Core.Configuration;
using Gatehouse.Gateway;

namespace Gatehouse.Composition;

/// <summary>Hands configurations to the road and notes in metrics and status how it went.</summary>
internal sealed class MeteredTarget(GatewayRuntime runtime, TimeProvider time) : IConfigTarget
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ConfigError>> ApplyAsync(ConfigSet config, CancellationToken cancellationToken)
    {
        var errors = await runtime.Target.ApplyAsync(config, cancellationToken);
        if (errors.Count == 0)
        {
            runtime.ConfigurationMetrics.Applied(config.Hash, time.GetUtcNow());
        }
        else
        {
            runtime.ConfigurationMetrics.Rejected();
        }

        return errors;
    }
}
