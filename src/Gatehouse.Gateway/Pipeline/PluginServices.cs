using Gatehouse.Gateway.Observability;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>What plugins may ask for while they are built: a list, so that nothing else can be reached.</summary>
internal sealed class PluginServices(ObservabilityServices observability) : IServiceProvider
{
    /// <inheritdoc/>
    public object? GetService(Type serviceType) => serviceType == typeof(ObservabilityServices) ? observability : null;
}
