using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>Finds entities by id and by endpoint key, and resolves foreign keys.</summary>
internal sealed class EntityIndex
{
    private readonly Dictionary<(string Kind, string Key), DeclarativeEntity> _byId;
    private readonly Dictionary<(string Kind, string Key), DeclarativeEntity> _byKey;
    private readonly EntitySchemas _schemas;

    public EntityIndex(EntitySchemas schemas, List<DeclarativeEntity> entities)
    {
        _schemas = schemas;
        _byId = new(entities.Count);
        _byKey = new(entities.Count);
        foreach (var entity in entities)
        {
            if (entity.Node is null)
            {
                continue;
            }

            _byId.TryAdd((entity.Kind.Name, entity.Id), entity);
            if (entity.Kind.EndpointKey is { } key && JsonScalars.AsString(entity.Node[key]) is { } name)
            {
                _byKey.TryAdd((entity.Kind.Name, name), entity);
            }
        }
    }

    /// <summary>Replaces the foreign keys of an entity by <c>{id}</c>; an unknown reference becomes an error.</summary>
    public void Resolve(DeclarativeEntity entity, SchemaErrors root)
    {
        var node = entity.Node!;
        foreach (var field in entity.Kind.ForeignFields)
        {
            node.TryGetPropertyValue(field.Name, out var value);
            if (field.Name == entity.ParentField)
            {
                // The nesting says it; a repetition must say the same.
                if (value is not null && Find(field, value) != entity.Parent)
                {
                    entity.In(root).Field(field.Name).Set(
                        SchemaTexts.MustBeNull, ValueDisplay.Of(field, value), "the nesting already says which entity this belongs to");
                }

                node[field.Name] = new JsonObject { ["id"] = entity.Parent!.Id };
            }
            else if (value is JsonObject || JsonScalars.AsString(value) is not null)
            {
                Replace(entity, field, value!, root);
            }
        }
    }

    private void Replace(DeclarativeEntity entity, Field field, JsonNode value, SchemaErrors root)
    {
        if (Find(field, value) is { } target)
        {
            entity.Node![field.Name] = new JsonObject { ["id"] = target.Id };
            return;
        }

        string shown = ValueDisplay.Shorten(JsonScalars.AsString(value) ?? value.ToJsonString());
        entity.In(root).Field(field.Name).Set(
            $"invalid reference '{field.Name}: {shown}' (no such entry in '{field.Reference}')",
            shown,
            Near(field.Reference!, shown) is { } near ? $"did you mean '{near}'?" : $"declare it under '{field.Reference}'");

        // The error is told; the validator shall not tell another about the same field.
        entity.Node![field.Name] = new JsonObject { ["id"] = Guid.Empty.ToString("D") };
    }

    private DeclarativeEntity? Find(Field field, JsonNode value)
    {
        string table = field.Reference!;
        if (JsonScalars.AsString(value) is { } text)
        {
            return _byKey.GetValueOrDefault((table, text)) ?? _byId.GetValueOrDefault((table, text.ToLowerInvariant()));
        }

        if (value is not JsonObject { Count: > 0 } record)
        {
            return null;
        }

        if (JsonScalars.AsString(record["id"]) is { } id)
        {
            return _byId.GetValueOrDefault((table, id.ToLowerInvariant()));
        }

        return _schemas[table].EndpointKey is { } key && JsonScalars.AsString(record[key]) is { } name
            ? _byKey.GetValueOrDefault((table, name))
            : null;
    }

    private string? Near(string table, string name)
        => Suggestion.For(name, _byKey.Keys.Where(k => k.Kind == table).Select(k => k.Key).Take(1000));
}
