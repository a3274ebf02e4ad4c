using System.Text.Json.Nodes;
using Gatehouse.Control.Secrets;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Replaces vault references in referenceable fields by their values, in a copy: what is shown and exported keeps the reference.
/// A reference that cannot be resolved becomes an empty string and a warning.
/// </summary>
internal sealed class SecretValues(IVaultResolver vaults, List<ConfigError> warnings)
{
    private readonly Dictionary<string, JsonObject> _configured = new(StringComparer.Ordinal);

    /// <summary>Makes a vault entity known, so that its prefix can stand in references.</summary>
    public void AddVault(JsonObject? vault)
    {
        if (JsonScalars.AsString(vault?["prefix"]) is { } prefix)
        {
            _configured[prefix] = vault!;
        }
    }

    /// <summary>The record itself when it holds no reference, else a copy with values.</summary>
    public JsonObject Resolve(RecordSchema schema, JsonObject record, DeclarativeEntity entity)
    {
        if (!HasReference(schema, record))
        {
            return record;
        }

        var copy = record.DeepClone().AsObject();
        int before = warnings.Count;
        Replace(schema, copy, entity.Path);
        if (JsonScalars.AsBoolean(record["optional"]) == true && schema.TryGetField("optional", out _))
        {
            // An optional entity is left out where its reference leads nowhere: nothing to warn of.
            warnings.RemoveRange(before, warnings.Count - before);
        }

        return copy;
    }

    private static bool HasReference(RecordSchema schema, JsonObject record)
    {
        schema = schema.Variant?.Invoke(record) ?? schema;
        if (!schema.HasReferenceable)
        {
            return false;
        }

        foreach (var field in schema.Fields)
        {
            if (HasReference(field, record[field.Name]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasReference(Field field, JsonNode? value) => value switch
    {
        null => false,
        JsonObject nested when field.Record is not null => HasReference(field.Record, nested),
        JsonObject map when field.Element is not null => map.Any(p => HasReference(field.Element, p.Value)),
        JsonArray list when field.Element is not null => list.Any(i => HasReference(field.Element, i)),
        _ => field.IsReferenceable && VaultSyntax.IsReference(JsonScalars.AsString(value)),
    };

    private void Replace(RecordSchema schema, JsonObject record, string path)
    {
        schema = schema.Variant?.Invoke(record) ?? schema;
        foreach (var field in schema.Fields)
        {
            if (Replaced(field, record[field.Name], $"{path}.{field.Name}") is { } value)
            {
                record[field.Name] = value;
            }
        }
    }

    // A new node for a scalar reference; nested values are changed in place.
    private JsonValue? Replaced(Field field, JsonNode? value, string path)
    {
        switch (value)
        {
            case JsonObject nested when field.Record is not null:
                Replace(field.Record, nested, path);
                return null;
            case JsonObject map when field.Element is not null:
                foreach (var (key, item) in map.ToArray())
                {
                    if (Replaced(field.Element, item, $"{path}.{key}") is { } changed)
                    {
                        map[key] = changed;
                    }
                }

                return null;
            case JsonArray list when field.Element is not null:
                for (int i = 0; i < list.Count; i++)
                {
                    if (Replaced(field.Element, list[i], $"{path}[{i}]") is { } changed)
                    {
                        list[i] = changed;
                    }
                }

                return null;
            default:
                return field.IsReferenceable && JsonScalars.AsString(value) is { } text && VaultSyntax.IsReference(text)
                    ? JsonValue.Create(Resolve(text, path))
                    : null;
        }
    }

    private string Resolve(string text, string path)
    {
        var reference = VaultReference.Parse(text) is { } parsed ? WithSettings(parsed) : null;
        if (reference is not null && vaults.Resolve(reference) is { } value)
        {
            return value;
        }

        warnings.Add(new ConfigError(
            path, "unable to resolve reference", ValueDisplay.Shorten(text), reference is null ? null : vaults.RemedyFor(reference)));
        return "";
    }

    private VaultReference WithSettings(VaultReference reference)
    {
        if (!_configured.TryGetValue(reference.Vault, out var vault))
        {
            return reference;
        }

        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in vault["config"] as JsonObject ?? [])
        {
            if (value is not null)
            {
                settings[name] = JsonScalars.AsString(value) ?? value.ToJsonString();
            }
        }

        foreach (var (name, value) in reference.Settings)
        {
            settings[name] = value;
        }

        return reference with { Vault = JsonScalars.AsString(vault["name"]) ?? "", Settings = settings };
    }
}
