using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Limits;

namespace Gatehouse.Gateway.Plugins.ResponseRateLimiting;

/// <summary>Makes <c>response-ratelimiting</c> instances.</summary>
internal sealed class ResponseRateLimitingFactory : IPluginFactory
{
    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "response-ratelimiting",
        Priority = 900,
        Phases = PluginPhases.Access | PluginPhases.UpstreamHead | PluginPhases.ResponseHead | PluginPhases.Log,
        Config = ResponseRateLimitingSchema.Create(),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
    {
        var compiled = ResponseRateLimitingConfig.From(config, context.Instance);
        var store = LimitServices.From(context).Stores.Open(compiled.Policy, new ConfigReader(config));
        return new ResponseRateLimitingPlugin(compiled, store, context);
    }
}
