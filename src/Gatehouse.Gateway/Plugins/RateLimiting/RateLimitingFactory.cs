using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Limits;

namespace Gatehouse.Gateway.Plugins.RateLimiting;

/// <summary>Makes <c>rate-limiting</c> instances.</summary>
internal sealed class RateLimitingFactory : IPluginFactory
{
    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "rate-limiting",
        Priority = 910,
        Phases = PluginPhases.Access | PluginPhases.ResponseHead | PluginPhases.Log,
        Config = RateLimitingSchema.Create(),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
    {
        var compiled = RateLimitingConfig.From(config, context.Instance);
        return new RateLimitingPlugin(compiled, LimitServices.From(context).Stores.Open(compiled.Policy, new ConfigReader(config)), context);
    }
}
