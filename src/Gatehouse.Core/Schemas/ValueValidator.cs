using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Core.Schemas;

/// <summary>Validates one value against its field, in Kong's order of tests.</summary>
internal static class ValueValidator
{
    public static SchemaErrors? Validate(Field field, JsonNode? value, bool fillNulls)
    {
        if (value is null)
        {
            return field.IsRequired && !field.IsAuto ? SchemaErrors.Of(SchemaTexts.Required, null, Remedies.ForMissing(field)) : null;
        }

        if (field.MustBeNull is { } forbidden)
        {
            return SchemaErrors.Of(forbidden, ValueDisplay.Of(field, value));
        }

        return field.Type switch
        {
            FieldType.Array or FieldType.Set => value is JsonArray array ? List(field, array, fillNulls) : Mistyped(field, value),
            FieldType.Map => value is JsonObject map ? Map(field, map, fillNulls) : Mistyped(field, value),
            FieldType.Record => value is JsonObject record ? Record(field, record, fillNulls) : Mistyped(field, value),
            FieldType.Foreign => value is JsonObject key ? Foreign(key) : Mistyped(field, value),
            _ => Scalar(field, value),
        };
    }

    private static SchemaErrors? Scalar(Field field, JsonNode value)
    {
        bool fits = field.Type switch
        {
            FieldType.String => JsonScalars.AsString(value) is not null,
            FieldType.Integer => JsonScalars.AsInteger(value) is not null,
            FieldType.Number => JsonScalars.AsNumber(value) is { } d && double.IsFinite(d),
            _ => JsonScalars.AsBoolean(value) is not null,
        };
        if (!fits)
        {
            return Mistyped(field, value);
        }

        if (field.Type == FieldType.String && field.IsReferenceable && VaultSyntax.IsMeant(JsonScalars.AsString(value)))
        {
            return VaultSyntax.IsReference(JsonScalars.AsString(value))
                ? null
                : SchemaErrors.Of(SchemaTexts.BadReference, ValueDisplay.Of(field, value), "write {vault://env/NAME}, or {vault://PREFIX/NAME/KEY} with the prefix of a vault");
        }

        if (field.IsHidden && JsonScalars.AsString(value) == ValueDisplay.Hidden)
        {
            return SchemaErrors.Of(SchemaTexts.HiddenMarker, ValueDisplay.Hidden, "write the value itself, or a vault reference: {vault://env/NAME}");
        }

        return (ScalarRule(field, value) ?? field.Check?.Invoke(value)) is { } message ? Wrong(field, value, message) : null;
    }

    private static string? ScalarRule(Field field, JsonNode value)
    {
        if (field.NotOneOf is { } refused && refused.Contains(Text(value)))
        {
            return SchemaTexts.NotOneOf(refused);
        }

        if (field.OneOf is { } accepted && !accepted.Contains(Text(value)))
        {
            return SchemaTexts.OneOf(accepted);
        }

        return field.Type switch
        {
            FieldType.String => StringRule(field, JsonScalars.AsString(value)!),
            FieldType.Integer or FieldType.Number => NumberRule(field, JsonScalars.AsNumber(value)!.Value),
            _ => null,
        };
    }

    private static string? StringRule(Field field, string text)
    {
        if (field.IsUuid && !(text.Length == 36 && Guid.TryParseExact(text, "D", out _)))
        {
            return SchemaTexts.Uuid;
        }

        int least = field.MinLength ?? (field.AllowsEmpty ? 0 : 1);
        if (text.Length < least && Encoding.UTF8.GetByteCount(text) < least)
        {
            return SchemaTexts.MinLength(least);
        }

        return field.MaxLength is { } most && Encoding.UTF8.GetByteCount(text) > most ? SchemaTexts.MaxLength(most) : null;
    }

    private static string? NumberRule(Field field, double number)
    {
        if (field.GreaterThan is { } limit && number <= limit)
        {
            return SchemaTexts.GreaterThan(limit);
        }

        if (field.IsTimestamp && number <= 0)
        {
            return SchemaTexts.Timestamp;
        }

        return field.Between is { } range && (number < range.Min || number > range.Max)
            ? SchemaTexts.Between(range.Min, range.Max)
            : null;
    }

    private static SchemaErrors? List(Field field, JsonArray array, bool fillNulls)
    {
        SchemaErrors? errors = null;
        for (int i = 0; i < array.Count; i++)
        {
            var error = array[i] is { } item ? Validate(field.Element!, item, fillNulls) : SchemaErrors.Of(SchemaTexts.Required, null, "remove the empty item");
            if (error is not null)
            {
                (errors ??= new()).Item(i).Merge(error);
            }
        }

        if (errors is null && field.Type == FieldType.Set)
        {
            RemoveRepeated(array);
        }

        return errors ?? CountRule(field, array, array.Count)
            ?? (field.ExclusiveSubsets is { } subsets && ExclusiveRule(subsets, array) is { } message
                ? Wrong(field, array, message)
                : null);
    }

    private static SchemaErrors? Map(Field field, JsonObject map, bool fillNulls)
    {
        foreach (var (key, value) in map)
        {
            // Kong reports the first wrong entry at the place of the map itself.
            var error = Validate(field.Key!, JsonValue.Create(key), fillNulls)
                ?? (value is null ? SchemaErrors.Of(SchemaTexts.Required) : Validate(field.Element!, value, fillNulls));
            if (error is not null)
            {
                return error;
            }
        }

        return CountRule(field, map, map.Count);
    }

    private static SchemaErrors? Record(Field field, JsonObject record, bool fillNulls)
        => (field.Record is null ? null : SchemaValidator.Validate(field.Record, record, fillNulls))
            ?? (field.Check?.Invoke(record) is { } message ? Wrong(field, record, message) : null);

    private static SchemaErrors? Foreign(JsonObject key)
    {
        string? message = JsonScalars.AsString(key["id"]) is not { } id
            ? SchemaTexts.MissingPrimaryKey
            : Guid.TryParseExact(id, "D", out _) ? null : SchemaTexts.Uuid;
        if (message is null)
        {
            return null;
        }

        var errors = new SchemaErrors();
        errors.Field("id").Set(message);
        return errors;
    }

    private static SchemaErrors? CountRule(Field field, JsonNode value, int count)
    {
        string? message = field.MinLength is { } least && count < least ? SchemaTexts.MinLength(least)
            : field.MaxLength is { } most && count > most ? SchemaTexts.MaxLength(most)
            : field.Check?.Invoke(value);
        return message is null ? null : Wrong(field, value, message);
    }

    private static string? ExclusiveRule(IReadOnlyList<IReadOnlyList<string>> subsets, JsonArray array)
    {
        var touched = new List<IReadOnlyList<string>>();
        foreach (var item in array)
        {
            string text = JsonScalars.AsString(item) ?? "";
            if (subsets.FirstOrDefault(s => s.Contains(text)) is { } subset && !touched.Contains(subset))
            {
                touched.Add(subset);
            }
        }

        return touched.Count <= 1 ? null
            : $"these sets are mutually exclusive: {string.Join(", ", touched.Select(s => $"({SchemaTexts.Quoted(s)})"))}";
    }

    private static void RemoveRepeated(JsonArray set)
    {
        if (set.Count < 2)
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < set.Count;)
        {
            if (set[i] is JsonValue item && !seen.Add(Text(item)))
            {
                set.RemoveAt(i);
            }
            else
            {
                i++;
            }
        }
    }

    // The text that OneOf lists hold for a scalar.
    private static string Text(JsonNode value)
        => JsonScalars.AsString(value)
            ?? JsonScalars.AsNumber(value)?.ToString("R", CultureInfo.InvariantCulture)
            ?? (value.GetValueKind() == JsonValueKind.True ? "true" : "false");

    private static SchemaErrors Mistyped(Field field, JsonNode value)
        => SchemaErrors.Of(
            SchemaTexts.Expected(field.Type),
            ValueDisplay.Of(field, value),
            (field.IsTimestamp ? Remedies.ForMoment(value) : null)
                ?? Remedies.ForType(field.Type, value, field.IsHidden || field.Element is { IsHidden: true }));

    private static SchemaErrors Wrong(Field field, JsonNode value, string message)
        => SchemaErrors.Of(ValueDisplay.Cleanse(field, value, message), ValueDisplay.Of(field, value), Remedies.ForRule(field, value, message));
}
