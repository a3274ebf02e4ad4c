using Gatehouse.Ai.Selection;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Configuration.Ai;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Ai.Configuration;

/// <summary>
/// Checks names by which entities of the LLM gateway speak of others. A group that is misspelt in a policy would leave its requests unprotected, one in a
/// budget would let them spend: both are errors and no empty sets.
/// </summary>
internal sealed class NameCheck(ConfigSet config, List<ConfigError> errors)
{
    private readonly HashSet<string> _models = [.. config.AiModels.Select(m => m.Name)];
    private readonly HashSet<string> _groups = [.. config.ConsumerGroups.Select(g => g.Name)];
    private readonly HashSet<string> _consumerNames = [.. config.Consumers.Select(c => c.Username ?? c.CustomId).OfType<string>()];

    public void Run(IReadOnlyList<ModelState> models)
    {
        CheckModels(models);
        foreach (var (policy, path, reader) in Read(config.AiPolicies, "ai_policies"))
        {
            Check(reader.GetStringMap("consumers")?.Keys, _consumerNames, $"{path}.consumers", "consumer");
            Check(reader.GetStringMap("consumer_groups")?.Keys, _groups, $"{path}.consumer_groups", "consumer group");
        }

        foreach (var (budget, path, reader) in Read(config.AiBudgets, "ai_budgets"))
        {
            Check(One(reader.GetString("consumer")), [.. _consumerNames, .. config.Consumers.Select(c => c.Id)], $"{path}.consumer", "consumer");
            Check(One(reader.GetString("consumer_group")), _groups, $"{path}.consumer_group", "consumer group");
            Check(One(reader.GetString("model")), _models, $"{path}.model", "ai_model");
        }
    }

    private void CheckModels(IReadOnlyList<ModelState> models)
    {
        var there = models.ToDictionary(m => m.Name, StringComparer.Ordinal);
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (model, path, reader) in Read(config.AiModels, "ai_models"))
        {
            // A fallback whose providers are all optional and absent is no mistake.
            Check(reader.GetStrings("fallbacks"), _models, $"{path}.fallbacks", "ai_model");
            Check(reader.GetStrings("consumer_groups"), _groups, $"{path}.consumer_groups", "consumer group");
            if (!there.TryGetValue(model.Name, out var state))
            {
                continue;
            }

            foreach (string name in state.Aliases.Prepend(state.Name))
            {
                if (!taken.TryAdd(name, state.Name))
                {
                    errors.Add(new ConfigError($"{path}.aliases", $"the name belongs to ai_model '{taken[name]}' already", name, "use another alias"));
                }
            }
        }
    }

    private void Check(IEnumerable<string>? names, HashSet<string> known, string path, string kind)
    {
        foreach (string name in names?.Where(n => !known.Contains(n)) ?? [])
        {
            string plural = kind == "ai_model" ? "ai_models" : kind == "consumer" ? "consumers" : "consumer_groups";
            errors.Add(new ConfigError(path, $"there is no such {kind}", ValueDisplay.Shorten(name), $"add it to {plural}, or correct the name"));
        }
    }

    private static IEnumerable<(AiEntityConfig Entity, string Path, ConfigReader Reader)> Read(IReadOnlyList<AiEntityConfig> entities, string kind)
        => entities.Select(e => (e, $"{kind}[{e.Id}]", new ConfigReader(e.Record))).Where(e => e.Item3.GetBool("enabled", true));

    private static string[]? One(string? name) => name is null ? null : [name];
}
