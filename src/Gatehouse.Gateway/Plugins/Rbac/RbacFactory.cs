using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.Rbac;

/// <summary>Makes <c>rbac</c> instances.</summary>
internal sealed class RbacFactory : IPluginFactory
{
    public const string DefaultMessage = "You do not have permission to do this";

    private const int MaxPermissions = 256;

    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "rbac",
        Priority = 947,
        Phases = PluginPhases.Access,
        AllowsConsumer = false,
        Config = RecordSchema.Of(
            Field.ArrayOf("roles", Field.RecordOf("element", Role)).Required().Describe("The roles, at most 256.") with
            { MinLength = 1, MaxLength = RoleSet.MaxRoles },
            Field.ArrayOf("assignments", Field.RecordOf("element", Assignment)).Describe("Who has which role."),
            Field.ArrayOf("claims", Field.RecordOf("element", Claim)).Describe("Verified claims whose words are names of roles.") with { MaxLength = 16 },
            Field.String("message").Required().WithDefault(DefaultMessage).Describe("Message of a refusal."))
            .With(EntityChecks.Custom(["roles", "assignments", "claims"], Check)),
    };

    private static RecordSchema Permission { get; } = RecordSchema.Of(
        Field.String("name").Describe("Name in audit records; unset is the role's name and the place of the permission there."),
        Field.String("effect").WithDefault("allow").AmongOf("allow", "deny").Describe("A permission that denies overrides all that allow."),
        Field.ArrayOf("methods", CommonFields.HttpMethod("element")).Describe("Methods; unset or empty is every method."),
        Field.ArrayOf("paths", Field.String("element").Where(CommonFields.Text(PathRule.Check)))
            .Describe("Paths as the client asks for them: /a is /a and all below it, ~ starts a regular expression for the whole path; unset or empty is every path."),
        Field.ArrayOf("tags", Field.String("element")).Describe("Tags of the route, one of which will do; unset or empty is every route."));

    private static RecordSchema Role { get; } = RecordSchema.Of(
        Name("name").Required().Describe("Name of the role, and the word that stands for it in a claim."),
        Names("inherits").Describe("Roles whose permissions this one has, too; their denials as well."),
        Field.ArrayOf("permissions", Field.RecordOf("element", Permission)).Describe("What the role may do, and what not.") with { MaxLength = MaxPermissions });

    private static RecordSchema Assignment { get; } = RecordSchema.Of(
        Name("role").Required().Describe("Name of the role."),
        Names("consumers").Describe("Consumers by user name or id."),
        Names("consumer_groups").Describe("Names of consumer groups."),
        Names("groups").Describe("Groups of plugin acl, and groups that an authentication plugin verified."));

    private static RecordSchema Claim { get; } = RecordSchema.Of(
        Names("path").Required().Describe("Names of the members that lead to the claim: an array of strings, or a text with blanks between words.") with
        { MinLength = 1, MaxLength = 8 });

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context) => new RbacPlugin(RbacConfig.From(config), context);

    private static Field Name(string name) => Field.String(name) with { MaxLength = 128 };

    private static Field Names(string name) => Field.ArrayOf(name, Name("element"));

    private static void Check(JsonObject config, Action<string, string> report)
    {
        foreach (string error in RbacChecks.Of(RbacConfig.From(config)))
        {
            report(EntityCheck.Entity, error);
        }
    }
}
