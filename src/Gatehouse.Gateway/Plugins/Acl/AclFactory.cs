using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.Acl;

/// <summary>Makes <c>acl</c> instances.</summary>
internal sealed class AclFactory : IPluginFactory
{
    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "acl",
        Priority = 950,
        Phases = PluginPhases.Access,
        AllowsConsumer = false,
        Config = RecordSchema.Of(
            Field.ArrayOf("allow", Field.String("element")).Describe("Groups of which a client must be in one."),
            Field.ArrayOf("deny", Field.String("element")).Describe("Groups of which a client must be in none."),
            Field.Boolean("hide_groups_header", false).Required().Describe("Whether the upstream does not learn the groups."),
            Field.Boolean("always_use_authenticated_groups", false).Required()
                .Describe("Whether groups that an authentication plugin verified count before those of the consumer."),
            Field.Boolean("include_consumer_groups", false).Required().Describe("Whether consumer groups count as groups, too."))
            .With(EntityChecks.OnlyOneOf("allow", "deny"), EntityChecks.AtLeastOneOf("allow", "deny")),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context) => new AclPlugin(AclConfig.From(config), context);
}
