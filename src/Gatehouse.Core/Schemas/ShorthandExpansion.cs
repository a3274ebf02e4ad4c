using System.Text.Json.Nodes;

namespace Gatehouse.Core.Schemas;

/// <summary>Rewrites shorthands into the fields they stand for.</summary>
internal static class ShorthandExpansion
{
    /// <summary>Rewrites one shorthand where it stands; the fields that come of it.</summary>
    public static IEnumerable<string> Apply(Shorthand shorthand, JsonObject record, ref SchemaErrors? errors)
    {
        string name = shorthand.Field.Name;
        if (!record.TryGetPropertyValue(name, out var value))
        {
            return [];
        }

        record.Remove(name);
        if (value is null)
        {
            return [];
        }

        if (ValueValidator.Validate(shorthand.Field, value, fillNulls: false) is { } error)
        {
            (errors ??= new()).Field(name).Merge(error);
            return [];
        }

        if (Contradicted(shorthand, record, value) is { } path)
        {
            (errors ??= new()).Field(name).Set($"both deprecated and new field are used but their values mismatch: {name} vs {path}", null, $"remove {name}");
            return [];
        }

        var fields = shorthand.Expand(value);
        Merge(fields, record);
        return fields.Select(static f => f.Key);
    }

    /// <summary>The new field that says something else, as Kong refuses it; null when there is none. Values are not shown: one may be a secret.</summary>
    private static string? Contradicted(Shorthand shorthand, JsonObject record, JsonNode value)
    {
        foreach (var path in shorthand.ReplacedWith ?? [])
        {
            JsonNode? there = record;
            foreach (string part in path)
            {
                there = (there as JsonObject)?[part];
            }

            if (there is not null && !JsonNode.DeepEquals(there, value))
            {
                return string.Join('.', path);
            }
        }

        return null;
    }

    private static void Merge(JsonObject from, JsonObject into)
    {
        foreach (var (name, value) in from)
        {
            if (value is JsonObject nested && into[name] is JsonObject existing)
            {
                Merge(nested, existing);
            }
            else
            {
                into[name] = value?.DeepClone();
            }
        }
    }
}
