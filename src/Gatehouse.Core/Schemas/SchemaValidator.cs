using System.Text.Json.Nodes;

namespace Gatehouse.Core.Schemas;

/// <summary>
/// Validates a JSON tree against a schema and fills its defaults in, in place. Collects every error; the texts are Kong's.
/// Never throws, whatever the tree. The order: shorthands, variant, given fields in the order of the document, missing fields in
/// the order of the schema, checks over the record.
/// </summary>
public static class SchemaValidator
{
    /// <summary>Validates <paramref name="record"/>; null = fine.</summary>
    /// <param name="schema">What the record must be.</param>
    /// <param name="record">The record, changed in place.</param>
    /// <param name="fillNulls">
    /// Whether missing fields without a default are added as null, as Kong shows them. Readers do not need it, and in a
    /// configuration of many routes it is a third of the memory.
    /// </param>
    public static SchemaErrors? Validate(RecordSchema schema, JsonObject record, bool fillNulls = true)
    {
        SchemaErrors? errors = null;
        List<(Shorthand Shorthand, string Field)>? expanded = null;
        foreach (var shorthand in schema.Shorthands)
        {
            foreach (string name in ShorthandExpansion.Apply(shorthand, record, ref errors))
            {
                (expanded ??= []).Add((shorthand, name));
            }
        }

        schema.Prepare?.Invoke(record);
        if (schema.Variant?.Invoke(record) is { } variant)
        {
            schema = variant;
        }

        ValidateGiven(schema, record, fillNulls, ref errors);
        FillMissing(schema, record, fillNulls, ref errors);
        if (schema.Checks.Count > 0)
        {
            RunChecks(schema, record, ref errors);
        }

        if (errors is not null && expanded is not null)
        {
            NameShorthands(expanded, errors);
        }

        return errors;
    }

    // The user wrote the shorthand and may not know the field that the error names.
    private static void NameShorthands(List<(Shorthand Shorthand, string Field)> expanded, SchemaErrors errors)
    {
        foreach (var (shorthand, name) in expanded)
        {
            if (errors.HasField(name))
            {
                errors.Field(name).Advise($"it stands in '{shorthand.Field.Name}'{(shorthand.Field.Remedy is { } remedy ? $": {remedy}" : "")}");
            }
        }
    }

    private static void ValidateGiven(RecordSchema schema, JsonObject record, bool fillNulls, ref SchemaErrors? errors)
    {
        foreach (var (name, value) in record)
        {
            if (!schema.TryGetField(name, out var field))
            {
                // The value is not shown: a misspelt secret is still a secret.
                (errors ??= new()).Field(name).Set(SchemaTexts.Unknown, null, Remedies.ForUnknown(name, schema));
            }
            else if (ValueValidator.Validate(field, value, fillNulls) is { } error)
            {
                (errors ??= new()).Field(name).Merge(error);
            }
        }
    }

    private static void FillMissing(RecordSchema schema, JsonObject record, bool fillNulls, ref SchemaErrors? errors)
    {
        for (int i = 0; i < schema.Fields.Count; i++)
        {
            var field = schema.Fields[i];
            if (record.ContainsKey(field.Name))
            {
                continue;
            }

            if (field.Default is not null || (field.IsRequired && field.Type == FieldType.Record))
            {
                var value = field.Default?.DeepClone() ?? new JsonObject();
                record[field.Name] = value;
                if (value is JsonObject && ValueValidator.Validate(field, value, fillNulls) is { } error)
                {
                    (errors ??= new()).Field(field.Name).Merge(error);
                }
            }
            else if (field.IsRequired && !field.IsAuto)
            {
                // A shorthand that went wrong has already said what is missing here.
                (errors ??= new()).Field(field.Name).Set(SchemaTexts.Required, null, Remedies.ForMissing(field));
            }
            else if (fillNulls)
            {
                record[field.Name] = null;
            }
        }
    }

    private static void RunChecks(RecordSchema schema, JsonObject record, ref SchemaErrors? errors)
    {
        var report = new CheckReport(errors);
        for (int i = 0; i < schema.Checks.Count; i++)
        {
            var check = schema.Checks[i];
            if (!IsSuspended(schema, check, record, report.Errors))
            {
                report.Remedy = check.Remedy;
                check.Run(record, report.Add);
            }
        }

        errors = report.Errors;
    }

    private static bool IsSuspended(RecordSchema schema, EntityCheck check, JsonObject record, SchemaErrors? errors)
    {
        if (errors is not null && !check.RunsWithInvalidFields
            && (check.Sources.Count == 0 ? errors.Fields.Any() : check.Sources.Any(errors.HasField)))
        {
            return true;
        }

        foreach (var name in check.Sources)
        {
            if (schema.TryGetField(name, out var field) && field.IsReferenceable
                && VaultSyntax.IsReference(JsonScalars.AsString(record[name])))
            {
                return true;
            }
        }

        return false;
    }

    private sealed class CheckReport(SchemaErrors? errors)
    {
        private Action<string, string>? _add;

        public SchemaErrors? Errors { get; private set; } = errors;

        public string? Remedy { get; set; }

        public Action<string, string> Add => _add ??= Report;

        private void Report(string path, string message)
        {
            Errors ??= new SchemaErrors();
            if (path == EntityCheck.Entity)
            {
                Errors.AddEntity(message);
                return;
            }

            var node = Errors;
            foreach (var part in path.Split('.'))
            {
                node = node.Field(part);
            }

            node.Set(message, null, Remedy);
        }
    }
}
