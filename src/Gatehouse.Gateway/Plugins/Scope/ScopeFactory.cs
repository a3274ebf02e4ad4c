using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.Scope;

/// <summary>Makes <c>scope</c> instances.</summary>
internal sealed class ScopeFactory : IPluginFactory
{
    /// <summary>Most scopes in a list: their presence is a bit each.</summary>
    internal const int MaxScopes = 64;

    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "scope",
        Priority = 948,
        Phases = PluginPhases.Access,
        AllowsConsumer = false,
        Config = RecordSchema.Of(
            Scopes("all").Describe("Scopes of which a token must have every one."),
            Scopes("any").Describe("Scopes of which a token must have one."),
            Field.ArrayOf("claims", Field.String("element")).Required().WithDefault(new JsonArray("scope", "scp"))
                .Describe("Claims that carry scopes: text with blanks between scopes, or an array; together they count as one list.") with
            { MinLength = 1 },
            AuthenticationFields.Realm())
            .With(EntityChecks.AtLeastOneOf("all", "any")),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context) => new ScopePlugin(ScopeConfig.From(config), context);

    private static Field Scopes(string name)
        => Field.ArrayOf(name, Field.String("element").Where(CommonFields.Text(CheckScope)) with { MaxLength = 128 }) with { MaxLength = MaxScopes };

    /// <summary>RFC 6749 section 3.3: visible ASCII without quote and backslash. A blank would be two scopes.</summary>
    private static string? CheckScope(string text)
        => text.All(c => c is > ' ' and < '\x7f' and not '"' and not '\\') ? null : "a scope has no blanks, quotes, backslashes or characters beyond ASCII";
}
