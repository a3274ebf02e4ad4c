using System.Text.Json.Nodes;

namespace Gatehouse.Core.Schemas;

/// <summary>
/// Writes a schema in the shape of Kong's <c>/schemas</c>: an array of fields, each an object with a single key. Clients read
/// types, defaults, nested fields and shorthands from it to compare configurations.
/// </summary>
public static class SchemaJson
{
    public static JsonObject Write(RecordSchema schema)
    {
        var json = new JsonObject { ["fields"] = Fields(schema) };
        if (schema.Checks.Count > 0)
        {
            json["entity_checks"] = new JsonArray([.. schema.Checks.Select(Check)]);
        }

        if (schema.Shorthands.Count > 0)
        {
            json["shorthand_fields"] = new JsonArray([.. schema.Shorthands.Select(Short)]);
        }

        return json;
    }

    private static JsonArray Fields(RecordSchema schema)
        => new([.. schema.Fields.Select(f => new JsonObject { [f.Name] = Describe(f) })]);

    private static JsonObject Check(EntityCheck check) => new() { [check.Name] = check.Arguments?.DeepClone() ?? new JsonObject() };

    private static JsonObject Short(Shorthand shorthand)
    {
        var described = Describe(shorthand.Field);
        if (shorthand.ReplacedWith is { } paths)
        {
            described["deprecation"] = new JsonObject
            {
                ["replaced_with"] = new JsonArray([.. paths.Select(p => new JsonObject { ["path"] = Strings(p) })]),
            };
        }

        return new JsonObject { [shorthand.Field.Name] = described };
    }

    private static JsonObject Describe(Field field)
    {
        var json = new JsonObject { ["type"] = TypeName(field.Type) };
        Add(json, "description", field.Description);
        AddFlag(json, "required", field.IsRequired);
        AddFlag(json, "auto", field.IsAuto);
        AddFlag(json, "uuid", field.IsUuid);
        AddFlag(json, "unique", field.IsUnique);
        AddFlag(json, "timestamp", field.IsTimestamp);
        AddFlag(json, "referenceable", field.IsReferenceable);
        AddFlag(json, "encrypted", field.IsSecret);
        Add(json, "default", field.Default?.DeepClone());
        Add(json, "reference", field.Reference);
        Add(json, "between", field.Between is { } range ? new JsonArray(Number(range.Min), Number(range.Max)) : null);
        Add(json, "gt", field.GreaterThan is { } limit ? Number(limit) : null);
        Add(json, "len_min", field.MinLength ?? (field.Type == FieldType.String && field.AllowsEmpty ? 0 : null));
        Add(json, "len_max", field.MaxLength);
        Add(json, "one_of", field.OneOf is { } values ? Options(field, values) : null);
        Add(json, "not_one_of", field.NotOneOf is { } refused ? Options(field, refused) : null);
        Add(json, "mutually_exclusive_subsets", field.ExclusiveSubsets is { } sets ? new JsonArray([.. sets.Select(Strings)]) : null);
        Nested(field, json);
        return json;
    }

    private static void Nested(Field field, JsonObject json)
    {
        switch (field.Type)
        {
            case FieldType.Array or FieldType.Set:
                json["elements"] = Describe(field.Element!);
                break;
            case FieldType.Map:
                json["keys"] = Describe(field.Key!);
                json["values"] = Describe(field.Element!);
                break;
            case FieldType.Record when field.Record is { } record:
                foreach (var (name, value) in Write(record))
                {
                    json[name] = value?.DeepClone();
                }

                break;
            case FieldType.Record:
                json["abstract"] = true;
                break;
        }
    }

    private static string TypeName(FieldType type) => type switch
    {
        FieldType.String => "string",
        FieldType.Integer => "integer",
        FieldType.Number => "number",
        FieldType.Boolean => "boolean",
        FieldType.Record => "record",
        FieldType.Array => "array",
        FieldType.Set => "set",
        FieldType.Map => "map",
        _ => "foreign",
    };

    private static JsonArray Options(Field field, IReadOnlyList<string> values)
        => field.Type is FieldType.Integer or FieldType.Number
            ? new JsonArray([.. values.Select(v => Number(double.Parse(v, System.Globalization.CultureInfo.InvariantCulture)))])
            : Strings(values);

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(v => JsonValue.Create(v))]);

    private static JsonValue Number(double value)
        => Math.Floor(value) == value && Math.Abs(value) < long.MaxValue ? JsonValue.Create((long)value) : JsonValue.Create(value);

    private static void AddFlag(JsonObject json, string name, bool value)
    {
        if (value)
        {
            json[name] = true;
        }
    }

    private static void Add(JsonObject json, string name, JsonNode? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }
}
