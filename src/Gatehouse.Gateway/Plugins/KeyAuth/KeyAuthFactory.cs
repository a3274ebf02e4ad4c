using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.KeyAuth;

/// <summary>Makes <c>key-auth</c> instances.</summary>
internal sealed class KeyAuthFactory : IPluginFactory
{
    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "key-auth",
        Priority = 1250,
        Phases = PluginPhases.Access,
        AllowsConsumer = false,
        Config = RecordSchema.Of(
            Field.ArrayOf("key_names", SchemaFields.HeaderName("element")).Required().WithDefault(new JsonArray("apikey"))
                .Describe("Names of the header field, query parameter or body member that carries the key, in order of preference."),
            AuthenticationFields.HideCredentials(),
            AuthenticationFields.Anonymous(),
            Field.Boolean("key_in_header", true).Required().Describe("Whether header fields are looked at."),
            Field.Boolean("key_in_query", true).Required().Describe("Whether query parameters are looked at."),
            Field.Boolean("key_in_body", false).Required()
                .Describe("Whether form, JSON and multipart bodies up to 64 KiB are looked at; they are read into memory for that."),
            Field.Boolean("bearer", false).Required()
                .Describe("Whether a header field `Bearer KEY` carries KEY, as the SDKs of LLM vendors send it (key_names: authorization, x-api-key). Not in Kong, where the whole value is the key."),
            AuthenticationFields.RunOnPreflight(),
            AuthenticationFields.Realm()),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
        => new KeyAuthPlugin(KeyAuthConfig.From(config), AuthenticationOptions.From(config), context);
}
