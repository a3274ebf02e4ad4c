using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>The keys of a document beside its entities: format version, transformation, comments, and what decK adds.</summary>
internal static class DocumentHeader
{
    private static readonly RecordSchema Schema = RecordSchema.Of(
        Field.String("_format_version").Required().AmongOf("1.1", "2.1", "3.0"),
        Field.Boolean("_transform", true),
        Field.String("_comment") with { AllowsEmpty = true },
        new Field { Name = "_info", Type = FieldType.Record },
        new Field { Name = "_konnect", Type = FieldType.Record },
        Field.String("_workspace"));

    /// <summary>Checks the header; entities are left to others. Unknown keys are errors with the nearest known name.</summary>
    public static void Check(JsonObject root, EntitySchemas schemas, SchemaErrors errors, List<ConfigError> warnings)
    {
        var header = new JsonObject();
        foreach (var (name, value) in root)
        {
            if (name == "_ignore")
            {
                if (value is not null and not JsonArray)
                {
                    errors.Field(name).Set(SchemaTexts.Expected(FieldType.Array));
                }
            }
            else if (Schema.TryGetField(name, out _))
            {
                header[name] = value?.DeepClone();
            }
            else if (!schemas.TryGet(name, out _) && !LaterEntities.IsKind(name))
            {
                var near = EntityNames.Near(name, [.. schemas.All.Select(k => k.Name), .. LaterEntities.All, .. Schema.Fields.Select(f => f.Name)]);
                var remedy = near is not null ? $"did you mean '{near}'?"
                    : name.StartsWith('_') ? "what only anchors need stands in the list '_ignore'"
                    : null;
                errors.Field(name).Set(SchemaTexts.Unknown, null, remedy);
            }
        }

        if (SchemaValidator.Validate(Schema, header) is { } wrong)
        {
            AdviseVersion(root["_format_version"], wrong);
            errors.Merge(wrong);
        }

        if (root["_info"] is JsonObject info && info["defaults"] is JsonObject { Count: > 0 })
        {
            warnings.Add(new ConfigError("_info.defaults", "ignored: defaults are applied by the tool that writes the file"));
        }
    }

    /// <summary>Whether the document is of a format before 3.0.</summary>
    public static bool IsBefore3(JsonObject root) => JsonScalars.AsString(root["_format_version"]) is "1.1" or "2.1";

    /// <summary>Whether secrets stand in stored form and are not to be hashed again.</summary>
    public static bool IsStored(JsonObject root) => JsonScalars.AsBoolean(root["_transform"]) == false;

    private static void AdviseVersion(JsonNode? version, SchemaErrors wrong)
    {
        if (wrong.HasField("_format_version"))
        {
            wrong.Field("_format_version").Advise(version is JsonValue && JsonScalars.AsNumber(version) is not null
                ? "put the version in quotes: _format_version: \"3.0\""
                : "write _format_version: \"3.0\"");
        }
    }
}
