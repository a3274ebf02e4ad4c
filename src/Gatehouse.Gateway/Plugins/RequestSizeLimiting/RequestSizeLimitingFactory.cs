using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.RequestSizeLimiting;

/// <summary>Makes <c>request-size-limiting</c> instances.</summary>
internal sealed class RequestSizeLimitingFactory : IPluginFactory
{
    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "request-size-limiting",
        Priority = 951,
        Phases = PluginPhases.Access | PluginPhases.RequestBody,
        Config = RecordSchema.Of(
            Field.Integer("allowed_payload_size").WithDefault(128)
                .Describe("Largest request body, in the unit of size_unit."),
            Field.String("size_unit").Required().WithDefault("megabytes").AmongOf("megabytes", "kilobytes", "bytes")
                .Describe("Unit of allowed_payload_size: megabytes of 2^20 bytes, kilobytes of 2^10 bytes, or bytes."),
            Field.Boolean("require_content_length", false).Required()
                .Describe("Whether a request must declare the length of its body.")),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
        => new RequestSizeLimitingPlugin(RequestSizeLimitingConfig.From(config));
}
