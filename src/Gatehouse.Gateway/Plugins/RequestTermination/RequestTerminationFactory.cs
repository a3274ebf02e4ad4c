using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.RequestTermination;

/// <summary>Makes <c>request-termination</c> instances.</summary>
internal sealed class RequestTerminationFactory : IPluginFactory
{
    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "request-termination",
        Priority = 2,
        Phases = PluginPhases.Access,
        Config = RecordSchema.Of(
            Field.Integer("status_code").Required().WithDefault(503).InRange(100, 599).Where(CheckStatus, "use 200 to 599").Describe("Status of the answer."),
            Field.String("message").Describe("Message of the JSON answer."),
            Field.String("content_type").Where(CheckType, "remove them").Describe("Media type of body."),
            Field.String("body").Describe("Body of the answer as it is; excludes message."),
            Field.Boolean("echo", false).Required().Describe("Whether the request is sent back as JSON, for debugging."),
            SchemaFields.HeaderName("trigger").Describe("Header or query name without which nothing happens."))
            .With(new EntityCheck("custom_entity_check", null, Check) { Sources = ["message", "content_type", "body", "echo"] }),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
        => new RequestTerminationPlugin(RequestTerminationConfig.From(config));

    private static string? CheckStatus(JsonNode value)
        => JsonScalars.AsNumber(value) < 200 ? "an interim status cannot end a request" : null;

    private static string? CheckType(JsonNode value)
        => value.GetValue<string>().AsSpan().ContainsAnyInRange('\0', '\x1f') ? "control characters cannot stand in a header field" : null;

    private static void Check(JsonObject config, Action<string, string> report)
    {
        bool hasMessage = IsPresent(config, "message");
        bool hasType = IsPresent(config, "content_type");
        bool hasBody = IsPresent(config, "body");
        bool echoes = config["echo"] is JsonValue echo && echo.GetValue<bool>();
        if (hasMessage && (hasType || hasBody))
        {
            report("@entity", "message cannot be used with content_type or body");
        }
        else if (hasType && !hasBody)
        {
            report("@entity", "content_type requires a body");
        }
        else if (echoes && (hasType || hasBody))
        {
            report("@entity", "echo cannot be used with content_type and body");
        }
    }

    private static bool IsPresent(JsonObject config, string name) => config[name] is JsonValue value && value.GetValue<string>() != "";
}
