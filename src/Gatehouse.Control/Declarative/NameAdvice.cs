using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Finds names in limits that are nobody's: a tier of a group that is not there limits nobody, and its members get what everybody gets.
/// No error: consumer groups may come with another file.
/// </summary>
internal sealed class NameAdvice
{
    private const int MaxNames = 1000;

    private readonly List<(string Path, string Kind, string Name)> _named = [];

    /// <summary>Looks at a valid entity.</summary>
    public void Look(DeclarativeEntity entity, JsonObject node)
    {
        if (entity.Kind.Name != "plugins" || JsonScalars.AsBoolean(node["enabled"]) == false || node["config"] is not JsonObject config)
        {
            return;
        }

        string? plugin = JsonScalars.AsString(node["name"]);
        if (plugin == "rate-limiting" && config["tiers"] is JsonObject tiers)
        {
            _named.AddRange(tiers.Select(t => ($"{entity.Path}.config.tiers.{t.Key}", "tier", t.Key)));
        }
        else if (plugin == "adaptive-concurrency" && config["priorities"] is JsonArray priorities)
        {
            for (int i = 0; i < priorities.Count; i++)
            {
                foreach (string kind in (ReadOnlySpan<string>)["consumers", "consumer_groups", "routes"])
                {
                    Add($"{entity.Path}.config.priorities[{i}].{kind}", kind, (priorities[i] as JsonObject)?[kind] as JsonArray);
                }
            }
        }
    }

    /// <summary>One warning for each name that is nobody's in the whole configuration.</summary>
    public IEnumerable<ConfigError> Warnings(ConfigSet config)
    {
        if (_named.Count == 0)
        {
            yield break;
        }

        foreach (var kind in _named.GroupBy(n => n.Kind))
        {
            var (what, section, names, ids) = Known(config, kind.Key);
            foreach (var (path, _, name) in kind.Where(n => !names.Contains(n.Name) && !ids.Contains(n.Name)))
            {
                yield return new ConfigError(
                    path,
                    $"there is no {what} of this name: nobody has it",
                    ValueDisplay.Shorten(name),
                    Suggestion.For(name, [.. names.Take(MaxNames)]) is { } near ? $"did you mean '{near}'?" : $"declare it under '{section}'");
            }
        }
    }

    private static (string What, string Section, HashSet<string> Names, HashSet<string> Ids) Known(ConfigSet config, string kind) => kind switch
    {
        "consumers" => ("consumer", kind, [.. config.Consumers.Select(c => c.Username).OfType<string>()], [.. config.Consumers.Select(c => c.Id)]),
        "routes" => ("route", kind, [.. config.Routes.Select(r => r.Name).OfType<string>()], [.. config.Routes.Select(r => r.Id)]),

        // A tier is found by the name of its group alone.
        "tier" => ("consumer group", "consumer_groups", [.. config.ConsumerGroups.Select(g => g.Name)], []),
        _ => ("consumer group", kind, [.. config.ConsumerGroups.Select(g => g.Name)], [.. config.ConsumerGroups.Select(g => g.Id)]),
    };

    private void Add(string path, string kind, JsonArray? names)
        => _named.AddRange((names ?? []).Select((n, i) => ($"{path}[{i}]", kind, JsonScalars.AsString(n) ?? "")));
}
