using Gatehouse.Core.Plugins;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Observability;

/// <summary>What log and metrics plugins use of the node; offered by <see cref="PluginBuildContext.Services"/> under this type.</summary>
public sealed class ObservabilityServices
{
    /// <summary>The node's metrics.</summary>
    public required GatewayMetrics Metrics { get; init; }

    /// <summary>The node's serializer.</summary>
    public required LogSerializer Serializer { get; init; }

    /// <summary>Files that plugins write to.</summary>
    public required LogStreams Streams { get; init; }

    /// <summary>The audit log; null = none.</summary>
    internal AuditLog? Audit { get; init; }

    /// <summary>For failures; null = none.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Makes the handler of an http-log instance; null = a plain <see cref="SocketsHttpHandler"/>.</summary>
    public Func<SocketsHttpHandler, HttpMessageHandler>? WrapHandler { get; init; }

    /// <summary>The services of a build; throws <see cref="PluginBuildException"/> when the program offers none.</summary>
    public static ObservabilityServices From(PluginBuildContext context)
        => (ObservabilityServices?)context.Services.GetService(typeof(ObservabilityServices))
            ?? throw new PluginBuildException($"{context.Instance.Name}: the program offers no {nameof(ObservabilityServices)}");
}
