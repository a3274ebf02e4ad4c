using Gatehouse.Ai.Pipeline;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway;
using Gatehouse.Gateway.Observability;
using Gatehouse.Gateway.Outbound.Streams;
using Gatehouse.Gateway.Redis;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Ai;

/// <summary>What the program sees of this room: its plugin, and what a node has for it.</summary>
public static class AiRoom
{
    /// <summary>The plugins of this room.</summary>
    public static IPluginFactory[] Plugins() => [new AiGatewayFactory()];

    /// <summary>Adds the services of a node that runs.</summary>
    public static NodeServices AddAi(this NodeServices services, AiOptions options, ILoggerFactory loggers)
        => services.Add(provider =>
        {
            var time = Service<TimeProvider>(provider);
            var books = new AiBooks(options, Service<RedisNodes>(provider), time, loggers.CreateLogger<AiBooks>());
            return new AiNode(Service<LoopHttpClient>(provider), books, options.Version, time, Service<ObservabilityServices>(provider));
        }).Add(provider => new UsageDesk(Service<AiNode>(provider).Books!));

    /// <summary>Adds the services of a trial: nothing is opened, nothing is sent.</summary>
    public static NodeServices AddAiTrial(this NodeServices services, string version)
        => services.Add(provider => new AiNode(Service<LoopHttpClient>(provider), null, version, Service<TimeProvider>(provider)));

    private static T Service<T>(IServiceProvider provider)
        => (T)(provider.GetService(typeof(T)) ?? throw new InvalidOperationException($"the road offers no {typeof(T).Name}"));
}
