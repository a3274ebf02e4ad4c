using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.CorrelationId;

/// <summary>Makes <c>correlation-id</c> instances.</summary>
internal sealed class CorrelationIdFactory : IPluginFactory
{
    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "correlation-id",
        Priority = 100001,
        Phases = PluginPhases.Access | PluginPhases.ResponseHead,
        Config = RecordSchema.Of(
            SchemaFields.HeaderName("header_name").WithDefault("Kong-Request-ID")
                .Describe("Header field that carries the correlation id."),
            Field.String("generator").Required().WithDefault("uuid#counter").AmongOf("uuid", "uuid#counter", "tracker")
                .Describe("How an id is made."),
            Field.Boolean("echo_downstream", false).Required()
                .Describe("Whether the id is sent back to the client.")),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
        => new CorrelationIdPlugin(CorrelationIdConfig.From(config), new CorrelationIdWriter(context.Time, Guid.NewGuid));
}
