using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.HmacAuth;

/// <summary>Makes <c>hmac-auth</c> instances.</summary>
internal sealed class HmacAuthFactory : IPluginFactory
{
    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "hmac-auth",
        Priority = 1030,
        Phases = PluginPhases.Access,
        AllowsConsumer = false,
        Config = RecordSchema.Of(
            AuthenticationFields.HideCredentials(),
            (Field.Number("clock_skew").WithDefault(300) with { GreaterThan = 0 })
                .Describe("Most seconds between the date of the request and now, either way."),
            AuthenticationFields.Anonymous(),
            Field.Boolean("validate_request_body", false).Required()
                .Describe("Whether the body, of at most 1 MiB, must have the SHA-256 that the field Digest says; it is read into memory for that."),
            Field.ArrayOf("enforce_headers", Field.String("element")).WithDefault(new JsonArray())
                .Describe("Names that every signature must cover; `@request-target` and `request-line` may be among them."),
            Field.ArrayOf("algorithms", Field.String("element").AmongOf(HmacAlgorithm.Names))
                .WithDefault(new JsonArray([.. HmacAlgorithm.Names.Select(n => JsonValue.Create(n))]))
                .Describe("Algorithms that are accepted."),
            AuthenticationFields.Realm()),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
        => new HmacAuthPlugin(HmacAuthConfig.From(config), AuthenticationOptions.From(config), context);
}
