using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.BasicAuth;

/// <summary>Makes <c>basic-auth</c> instances.</summary>
internal sealed class BasicAuthFactory : IPluginFactory
{
    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "basic-auth",
        Priority = 1100,
        Phases = PluginPhases.Access,
        AllowsConsumer = false,
        Config = RecordSchema.Of(
            AuthenticationFields.Anonymous(),
            AuthenticationFields.HideCredentials(),
            AuthenticationFields.Realm("service").Required()),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
        => new BasicAuthPlugin(BasicAuthConfig.From(config), AuthenticationOptions.From(config), context);
}
