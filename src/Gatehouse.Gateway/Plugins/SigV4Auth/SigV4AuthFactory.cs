using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.SigV4Auth;

/// <summary>Makes <c>sigv4-auth</c> instances.</summary>
internal sealed class SigV4AuthFactory : IPluginFactory
{
    /// <summary>32 MiB, as ai-gateway.</summary>
    public const int DefaultMaxBodyBytes = 32 * 1024 * 1024;

    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "sigv4-auth",
        Priority = 1025,
        Phases = PluginPhases.Access,
        AllowsConsumer = false,
        Config = RecordSchema.Of(
            Field.String("service").Required().WithDefault("bedrock").Describe("Signing name that signatures must have."),
            Field.String("region").Describe("Region that signatures must have; unset = any."),
            (Field.Number("clock_skew").WithDefault(300) with { GreaterThan = 0 }).Describe("Most seconds between X-Amz-Date and now, either way."),
            Field.Integer("max_body_bytes").InRange(1, 256 * 1024 * 1024).WithDefault(DefaultMaxBodyBytes)
                .Describe("Largest body in bytes. The signature covers it, so it is read into memory before anybody is let in."),
            AuthenticationFields.HideCredentials(),
            AuthenticationFields.Anonymous()),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
        => new SigV4AuthPlugin(SigV4AuthConfig.From(config), AuthenticationOptions.From(config), context);
}
