using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Compliance.Scanning;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Configuration.Ai;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Ai.Configuration;

/// <summary>Reads <c>ai_policies</c>.</summary>
internal sealed class PolicyReader(DataClasses classes, TimeProvider time, ICollection<ConfigError> errors)
{
    /// <summary>The classes that all policies name together: one catalogue, so that a class means the same in each.</summary>
    public static DataClasses ClassesOf(IReadOnlyList<AiEntityConfig> policies, ICollection<ConfigError> errors)
    {
        var wrong = new List<string>();
        var own = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var policy in policies)
        {
            foreach (var reader in new ConfigReader(policy.Record).GetRecords("classes"))
            {
                string name = reader.GetRequiredString("name");
                int rank = reader.GetInt("rank", 0);
                if (!own.TryAdd(name, rank) && own[name] != rank)
                {
                    errors.Add(new ConfigError($"ai_policies[{policy.Id}].classes", "the class has another rank elsewhere", name, "give it the same rank in every policy"));
                }
            }
        }

        var classes = DataClasses.Build(own.Select(c => (c.Key, c.Value)), wrong);
        foreach (string message in wrong)
        {
            errors.Add(new ConfigError("ai_policies.classes", message));
        }

        return classes;
    }

    /// <summary>The policy; null when it is wrong.</summary>
    public PolicyState? Read(AiEntityConfig config)
    {
        var reader = new ConfigReader(config.Record);
        string path = $"ai_policies[{config.Id}]";
        var actions = new Dictionary<string, PolicyAction>(StringComparer.Ordinal);
        foreach (var (rule, i) in reader.GetRecords("rules").Select(static (r, i) => (r, i)))
        {
            string name = ClassOf(rule.GetRequiredString("class"), $"{path}.rules[{i}].class").Name;
            if (!actions.TryAdd(name, ActionOf(rule.GetString("action"))))
            {
                errors.Add(new ConfigError($"{path}.rules[{i}].class", "the class has a rule already", name, "remove one of the two"));
            }
        }

        var wrong = new List<string>();
        var policy = CompliancePolicy.Build(
            new CompliancePolicyConfig
            {
                Name = config.Name,
                Actions = actions,
                Strict = reader.GetBool("strict", false),
                Threshold = reader.GetNumber("threshold", 0.5),
                MaxCharacters = reader.GetInt("max_characters", 4_000_000),
                TimeBudget = TimeSpan.FromMilliseconds(reader.GetInt("scan_timeout", 1_000)),
            },
            classes,
            wrong);
        foreach (string message in wrong)
        {
            errors.Add(new ConfigError(path, message));
        }

        return policy is null ? null : new PolicyState
        {
            Name = config.Name,
            Compliance = policy,
            Scanner = new TextScanner(policy, time),
            DefaultClass = ClassOf(reader.GetString("default_class", "internal"), $"{path}.default_class"),
            Detects = reader.GetBool("detect", true),
            Sticky = TimeSpan.FromSeconds(reader.GetInt("sticky", 3_600)),
            Consumers = ClassesOf(reader, "consumers", path),
            Groups = ClassesOf(reader, "consumer_groups", path),
            Regions = reader.GetStrings("regions"),
            RejectsUnsupported = reader.GetString("unsupported") == "reject",
        };
    }

    private static PolicyAction ActionOf(string? text) => text switch
    {
        "allow" => PolicyAction.Allow,
        "redact" => PolicyAction.Redact,
        "refuse" => PolicyAction.Refuse,
        _ => PolicyAction.Restrict,
    };

    private Dictionary<string, DataClass> ClassesOf(ConfigReader reader, string field, string path)
        => (reader.GetStringMap(field) ?? new Dictionary<string, string>())
            .ToDictionary(p => p.Key, p => ClassOf(p.Value, $"{path}.{field}.{p.Key}"), StringComparer.Ordinal);

    private DataClass ClassOf(string name, string path)
    {
        if (classes.TryGet(name, out var dataClass))
        {
            return dataClass;
        }

        errors.Add(new ConfigError(path, "there is no such data class", name, "use public, internal, pii or phi, or add it to classes"));
        return classes.Highest;
    }
}
