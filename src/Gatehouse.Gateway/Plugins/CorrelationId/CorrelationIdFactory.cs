using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.CorrelationId;

/// <summary>Makes <c>correlation-id</c> instances.</summary>
internal sealed class CorrelationIdFactory : IPluginFactory
{
    // Framing, routing and the connection hang on these; an id in one of them breaks the request or redirects it.
    private static readonly FrozenSet<string> Refused = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Host", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Upgrade",
        "Expect", "HTTP2-Settings", "Content-Encoding", "Content-Type", "Authorization", "Proxy-Authorization",
        "Proxy-Authenticate", "Cookie", "Set-Cookie");

    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "correlation-id",
        Priority = 100001,
        Phases = PluginPhases.Access | PluginPhases.ResponseHead,
        Config = RecordSchema.Of(
            Field.String("header_name").Where(CheckName, "name a field of your own, for example X-Request-ID").WithDefault("Kong-Request-ID")
                .Describe("Header field that carries the correlation id."),
            Field.String("generator").Required().WithDefault("uuid#counter").AmongOf("uuid", "uuid#counter", "tracker")
                .Describe("How an id is made."),
            Field.Boolean("echo_downstream", false).Required()
                .Describe("Whether the id is sent back to the client.")),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
        => new CorrelationIdPlugin(CorrelationIdConfig.From(config), new CorrelationIdWriter(context.Time, Guid.NewGuid));

    private static string? CheckName(JsonNode value)
        => Refused.Contains(value.GetValue<string>()) ? "this field has a meaning of its own and cannot carry an id" : SchemaFields.CheckHeaderName(value);
}
