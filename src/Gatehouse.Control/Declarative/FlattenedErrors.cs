using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>Kong's <c>flattened_errors</c>: one object for each wrong entity with the entity as it was sent and a list of errors.</summary>
internal sealed class FlattenedErrors
{
    private readonly EntitySchemas _schemas;
    private readonly JsonArray _result = [];

    private FlattenedErrors(EntitySchemas schemas) => _schemas = schemas;

    /// <summary>Returns the flattened errors, and what belongs to no entity.</summary>
    public static (JsonArray Flattened, JsonObject Others) Build(JsonObject document, SchemaErrors errors, EntitySchemas schemas)
    {
        var builder = new FlattenedErrors(schemas);
        var rest = new JsonObject();
        foreach (var (name, list) in errors.Fields)
        {
            if (schemas.TryGet(name, out var kind) && document[name] is JsonArray items)
            {
                builder.AddList(kind, items, list, null, null);
            }
            else
            {
                rest[name] = list.ToJson();
            }
        }

        return (builder._result, rest);
    }

    private void AddList(EntityKind kind, JsonArray items, SchemaErrors errors, string? parentField, JsonObject? parentKey)
    {
        foreach (var (index, error) in errors.Items)
        {
            if (index < items.Count && items[index] is JsonObject item)
            {
                var entity = item.DeepClone().AsObject();
                if (parentField is not null && parentKey is not null && !entity.ContainsKey(parentField))
                {
                    entity[parentField] = parentKey.DeepClone();
                }

                AddEntity(kind, entity, error);
            }
        }
    }

    private void AddEntity(EntityKind kind, JsonObject entity, SchemaErrors errors)
    {
        var key = JsonScalars.AsString(entity["id"]) is { } id && Guid.TryParseExact(id, "D", out _) ? new JsonObject { ["id"] = id } : null;
        var own = new JsonArray();
        foreach (var (name, error) in errors.Fields)
        {
            if (_schemas.TryGet(name, out var child) && entity[name] is JsonArray items && ParentField(child, kind) is { } field)
            {
                AddList(child, items, error, field, key);
            }
            else
            {
                AddFieldErrors(name, error, own);
            }
        }

        foreach (var child in _schemas.All.Where(c => ParentField(c, kind) is not null && !kind.Schema.TryGetField(c.Name, out _)))
        {
            entity.Remove(child.Name);
        }

        AddEntityErrors(errors, own);
        if (own.Count > 0)
        {
            _result.Add((JsonNode)Describe(kind, entity, key, own));
        }
    }

    private static JsonObject Describe(EntityKind kind, JsonObject entity, JsonObject? key, JsonArray own)
    {
        SecretMask.OfErrors.Apply(kind.Schema, entity);
        var json = new JsonObject { ["entity_type"] = kind.Name[..^1], ["entity"] = entity, ["errors"] = own };
        if (key is not null)
        {
            json["entity_id"] = key["id"]!.DeepClone();
        }

        if (JsonScalars.AsString(entity["name"]) is { Length: > 0 } name)
        {
            json["entity_name"] = name;
        }

        if (entity["tags"] is JsonArray tags && tags.All(t => JsonScalars.AsString(t) is not null))
        {
            json["entity_tags"] = tags.DeepClone();
        }

        return json;
    }

    private static void AddFieldErrors(string path, SchemaErrors errors, JsonArray into)
    {
        if (errors.Message is { } message)
        {
            into.Add((JsonNode)new JsonObject { ["type"] = "field", ["field"] = path, ["message"] = message });
        }

        foreach (var text in errors.Entity)
        {
            into.Add((JsonNode)new JsonObject { ["type"] = "entity", ["message"] = text });
        }

        foreach (var (name, child) in errors.Fields)
        {
            AddFieldErrors($"{path}.{name}", child, into);
        }

        foreach (var (index, child) in errors.Items)
        {
            AddFieldErrors($"{path}.{(index + 1).ToString(CultureInfo.InvariantCulture)}", child, into);
        }
    }

    private static void AddEntityErrors(SchemaErrors errors, JsonArray into)
    {
        IEnumerable<string> messages = errors.Message is { } own ? [own, .. errors.Entity] : errors.Entity;
        foreach (var message in messages)
        {
            into.Add((JsonNode)new JsonObject { ["type"] = "entity", ["message"] = message });
        }
    }

    private static string? ParentField(EntityKind child, EntityKind parent)
        => child.ForeignFields.FirstOrDefault(f => f.Reference == parent.Name)?.Name;
}
