using System.Text.Json.Nodes;
using Gatehouse.Core.Expressions;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.Policy;

/// <summary>Configuration of <c>policy</c>.</summary>
internal sealed record PolicyConfig
{
    /// <summary>Deny rules before allow rules, each in the order of the configuration: the order they are looked at.</summary>
    public required PolicyRule[] Rules { get; init; }

    /// <summary>What counts when no rule matches. Default deny.</summary>
    public required PolicyDecision Default { get; init; }

    /// <summary>Throws <see cref="PluginBuildException"/> for an expression that does not compile; the schema has refused it before.</summary>
    public static PolicyConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        var refusal = new PolicyDecision(
            IsAllowed: false, null, "default", reader.GetInt("status", 403), reader.GetString("message", "Access denied by policy"));
        var records = reader.GetRecords("rules");
        var rules = records.Select((r, i) => Rule(r, $"config.rules[{i}].when", refusal)).ToList();
        return new PolicyConfig
        {
            Rules = [.. rules.OrderBy(r => r.IsDeny ? 0 : 1)],
            Default = refusal with { IsAllowed = reader.GetString("default") == "allow" },
        };
    }

    private static PolicyRule Rule(ConfigReader reader, string path, PolicyDecision refusal)
    {
        string name = reader.GetRequiredString("name");
        bool isDeny = reader.GetString("effect") != "allow";
        if (!Expression.TryCompile(reader.GetRequiredString("when"), RequestVariables.Environment, out var when, out var error))
        {
            throw new PluginBuildException($"{path}: {error}");
        }

        var match = refusal with
        {
            IsAllowed = !isDeny,
            Rule = name,
            Reason = "rule",
            Status = reader.GetInt("status", refusal.Status),
            Message = reader.GetString("message", refusal.Message),
        };
        return new PolicyRule(name, isDeny, when, match, refusal);
    }
}
