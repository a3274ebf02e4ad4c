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

        var fields = shorthand.Expand(value);
        Merge(fields, record);
        return fields.Select(static f => f.Key);
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
