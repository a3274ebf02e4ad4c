using System.Text.Json.Nodes;
using Gatehouse.Core.Expressions;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.Policy;

/// <summary>Makes <c>policy</c> instances.</summary>
internal sealed class PolicyFactory : IPluginFactory
{
    /// <summary>Most rules of one instance. They share one budget, so that more would not take longer, but come to nothing.</summary>
    private const int MaxRules = 100;

    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "policy",
        Priority = 945,
        Phases = PluginPhases.Access,
        Config = RecordSchema.Of(
            Field.ArrayOf("rules", Field.RecordOf("element", Rule)).Required() with
            {
                MinLength = 1,
                MaxLength = MaxRules,
                Description = "The rules, at most 100.",
            },
            Field.String("default").Required().WithDefault("deny").AmongOf("deny", "allow").Describe("What counts when no rule matches."),
            Field.Integer("status").Required().WithDefault(403).InRange(200, 599).Describe("Status of a refusal."),
            Field.String("message").Required().WithDefault("Access denied by policy").Describe("Message of a refusal."))
            .With(EntityChecks.Custom(["rules"], CheckRules)),
    };

    private static RecordSchema Rule { get; } = RecordSchema.Of(
        Field.String("name").Required().Describe("Name of the rule in records of decisions; no two of an instance are the same."),
        Field.String("when").Required().Where(CommonFields.Text(CheckExpression)).Describe("The condition, an expression."),
        Field.String("effect").Required().AmongOf("allow", "deny").Describe("What happens to a request for which the condition is true."),
        Field.Integer("status").InRange(200, 599).Describe("Status of a refusal by this rule; unset is that of the plugin."),
        Field.String("message").Describe("Message of a refusal by this rule; unset is that of the plugin."));

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
        => new PolicyPlugin(PolicyConfig.From(config), IdentityServices.From(context).Node.Reports, context.Time, context.StateSlot);

    private static string? CheckExpression(string text)
        => Expression.TryCompile(text, RequestVariables.Environment, out _, out var error) ? null : error.ToString();

    private static void CheckRules(JsonObject config, Action<string, string> report)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in new ConfigReader(config).GetRecords("rules"))
        {
            string name = rule.GetString("name", "");
            if (!names.Add(name))
            {
                report(EntityCheck.Entity, $"two rules are named '{name}'");
            }

            if (rule.GetString("effect") == "allow" && (rule.Has("status") || rule.Has("message")))
            {
                report(EntityCheck.Entity, $"rule '{name}' allows and has no use for status or message");
            }
        }
    }
}
