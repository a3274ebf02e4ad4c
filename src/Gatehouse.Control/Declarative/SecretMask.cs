using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Takes secrets out of an entity before it is shown. Where no schema says what is secret, every text is hidden; vault references
/// stay.
/// </summary>
internal sealed class SecretMask
{
    private readonly Func<Field, bool> _hides;

    private SecretMask(Func<Field, bool> hides) => _hides = hides;

    /// <summary>For entities in errors: hides whatever may hold a secret. It may be misplaced, and nothing loads it again.</summary>
    public static SecretMask OfErrors { get; } = new(static f => f.IsHidden);

    /// <summary>For dumps of valid entities: hides secrets, and leaves certificates and public keys.</summary>
    public static SecretMask OfDumps { get; } = new(static f => f.IsSecret);

    /// <summary>Changes an entity in place.</summary>
    public void Apply(RecordSchema schema, JsonObject record)
    {
        schema = schema.Variant?.Invoke(record) ?? schema;
        foreach (var (name, value) in record.ToArray())
        {
            if (value is not null && Masked(schema.TryGetField(name, out var field) ? field : null, value) is { } hidden)
            {
                record[name] = hidden;
            }
        }
    }

    // The value to put in its place, or null when it may stay (nested values are changed in place).
    private JsonValue? Masked(Field? field, JsonNode value)
    {
        switch (value)
        {
            case JsonObject record when field?.Record is not null:
                Apply(field.Record, record);
                return null;
            case JsonObject when field?.Type == FieldType.Foreign:
                return null;
            case JsonObject map:
                foreach (var (key, item) in map.ToArray())
                {
                    if (item is not null && Masked(field?.Element, item) is { } hidden)
                    {
                        map[key] = hidden;
                    }
                }

                return null;
            case JsonArray list:
                for (int i = 0; i < list.Count; i++)
                {
                    if (list[i] is { } item && Masked(field?.Element, item) is { } hidden)
                    {
                        list[i] = hidden;
                    }
                }

                return null;
            default:
                if (JsonScalars.AsString(value) is not { } text || VaultSyntax.IsReference(text))
                {
                    return null;
                }

                string shown = field is null || _hides(field) ? ValueDisplay.Hidden : ValueDisplay.WithoutUserInfo(text);
                return shown == text ? null : JsonValue.Create(shown);
        }
    }
}
