using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Makes <c>ai-gateway</c> instances.</summary>
internal sealed class AiGatewayFactory : IPluginFactory
{
    /// <summary>32 MiB, the largest request Anthropic itself takes.</summary>
    public const int DefaultMaxBodyBytes = 32 * 1024 * 1024;

    /// <summary>All dialects, in the order in which they are asked about a path.</summary>
    public static IReadOnlyList<string> SurfaceNames { get; } = ["openai", "anthropic", "ollama", "bedrock", "own"];

    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "ai-gateway",
        Priority = 770,
        Phases = PluginPhases.Access | PluginPhases.ResponseHead,
        Config = RecordSchema.Of(
            Field.SetOf("surfaces", Field.String("surface").AmongOf([.. SurfaceNames]))
                .WithDefault(new JsonArray([.. SurfaceNames.Select(n => JsonValue.Create(n))]))
                .Describe("Client dialects that are spoken."),
            Field.SetOf("models", Field.String("model")).Describe("Names of ai_models that may be used here; unset = all."),
            Field.String("policy").Describe("Name of the ai_policy that decides what may go where; unset = none: nothing is scanned, every deployment may see everything."),
            Field.String("data_class").Describe("Least data class of requests here."),
            Field.Integer("max_body_bytes").InRange(1_024, 256 * 1024 * 1024).WithDefault(DefaultMaxBodyBytes).Describe("Largest request in bytes."),
            Field.Integer("keepalive_interval").InRange(0, 600_000).WithDefault(15_000).Describe("Milliseconds a stream may be silent before the client gets something without meaning (an SSE comment, a ping), so that nobody on the way takes the connection for dead; 0 = never."),
            Field.Boolean("report_cost", false).Describe("Whether usage in answers says what they cost (field cost, US dollars), also in streams.")),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
        => AiGatewayPlugin.Build(AiGatewayConfig.From(config), context);
}
