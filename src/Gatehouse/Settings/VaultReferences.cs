using System.Text.Json;

namespace Gatehouse.Settings;

/// <summary>
/// Replaces <c>{vault://env/name[/key]}</c> by the variable it names: upper case, <c>-</c> becomes <c>_</c>, <c>key</c> picks a
/// member of a JSON object. A reference that cannot be resolved is an error: a node never starts with half of its settings.
/// </summary>
internal static class VaultReferences
{
    private const string Start = "{vault://";

    /// <summary>The entry with its references replaced; null after an error.</summary>
    public static SettingEntry? Resolve(
        SettingEntry entry, string prefix, IReadOnlyDictionary<string, string> environment, List<SettingError> errors)
    {
        if (!entry.Values.Any(IsReference))
        {
            return entry;
        }

        var values = new List<string>(entry.Values.Count);
        foreach (var value in entry.Values)
        {
            if (!IsReference(value))
            {
                values.Add(value);
            }
            else if (Look(value[Start.Length..^1], prefix, environment, out var problem) is { } found)
            {
                values.Add(found);
            }
            else
            {
                errors.Add(new SettingError(entry.Source, entry.Key, problem, value, "set the variable, or correct the reference"));
            }
        }

        return values.Count == entry.Values.Count ? entry with { Values = values, IsResolved = true } : null;
    }

    public static bool IsReference(string value)
        => value.StartsWith(Start, StringComparison.Ordinal) && value.EndsWith('}');

    private static string? Look(string reference, string prefix, IReadOnlyDictionary<string, string> environment, out string problem)
    {
        var path = reference.Split('?', 2)[0].Split('/');
        if (path.Length is < 2 or > 3 || path[0] != "env" || path[1].Length == 0)
        {
            problem = path[0] == "env" ? "is not a valid reference" : $"refers to the vault '{path[0]}', and the only one is env";
            return null;
        }

        var name = (prefix + path[1]).ToUpperInvariant().Replace('-', '_');
        if (!environment.TryGetValue(name, out var value))
        {
            problem = $"refers to the variable {name}, which is not set";
            return null;
        }

        problem = $"refers to a member of {name} that is not there";
        return path.Length == 2 ? value : Member(value, path[2]);
    }

    private static string? Member(string json, string key)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(key, out var member)
                ? member.ToString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
