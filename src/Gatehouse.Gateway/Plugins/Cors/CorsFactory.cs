using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.Cors;

/// <summary>Makes <c>cors</c> instances.</summary>
internal sealed class CorsFactory : IPluginFactory
{
    private static readonly string[] Methods =
        ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT"];

    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "cors",
        Priority = 2000,
        Phases = PluginPhases.Access | PluginPhases.ResponseHead,
        AllowsConsumer = false,
        Config = RecordSchema.Of(
            Field.ArrayOf("origins", Field.String("element").Where(CheckOrigin)) with
            {
                AllowsEmpty = true,
                Description = "Accepted origins: literal, or regular expressions. Unset or * accepts any.",
            },
            Field.ArrayOf("headers", Field.String("element")) with
            {
                AllowsEmpty = true,
                Description = "Value of Access-Control-Allow-Headers; unset repeats what the client asks for.",
            },
            Field.ArrayOf("exposed_headers", Field.String("element")) with
            {
                AllowsEmpty = true,
                Description = "Value of Access-Control-Expose-Headers.",
            },
            Field.ArrayOf("methods", Field.String("element").AmongOf(Methods)) with
            {
                AllowsEmpty = true,
                Default = new JsonArray([.. Methods.Select(m => (JsonNode)m)]),
                Description = "Value of Access-Control-Allow-Methods.",
            },
            Field.Number("max_age").Describe("How long a preflight may be remembered, seconds."),
            Field.Boolean("credentials", false).Required().Describe("Whether credentials are allowed."),
            Field.Boolean("private_network", false).Required()
                .Describe("Whether pages of the public network may ask for this private one."),
            Field.Boolean("preflight_continue", false).Required().Describe("Whether the upstream answers preflights."),
            Field.Boolean("allow_origin_absent", true).Required()
                .Describe("Whether answers to requests without Origin carry the fields too.")),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
        => new CorsPlugin(CorsConfig.From(config), context.StateSlot);

    private static string? CheckOrigin(JsonNode value)
    {
        string origin = value.GetValue<string>();
        return origin == "*" || CorsOriginRule.TryCompile(origin, out _, out string? error)
            ? null
            : $"'{origin}' is not a valid regex: {error}";
    }
}
