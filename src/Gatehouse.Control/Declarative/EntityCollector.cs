using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Takes a document apart into a flat list of entities, parents before children, in the order of the document. Entities of later
/// versions are counted and left out; comments are dropped.
/// </summary>
internal sealed class EntityCollector
{
    private readonly EntitySchemas _schemas;
    private readonly Dictionary<string, List<(EntityKind Child, string Field)>> _children = new(StringComparer.Ordinal);
    private readonly EntityKeys _keys = new();
    private readonly SchemaErrors _errors;
    private readonly OrderedDictionary<string, int> _later = new(StringComparer.Ordinal);
    private readonly List<ConfigError> _warnings = [];

    public EntityCollector(EntitySchemas schemas, SchemaErrors errors)
    {
        _schemas = schemas;
        _errors = errors;
        foreach (var kind in schemas.All)
        {
            foreach (var field in kind.ForeignFields)
            {
                if (!_children.TryGetValue(field.Reference!, out var list))
                {
                    _children[field.Reference!] = list = [];
                }

                list.Add((kind, field.Name));
            }
        }
    }

    public List<DeclarativeEntity> Entities { get; } = [];

    /// <summary>Number of entities left out, by kind.</summary>
    public IReadOnlyDictionary<string, int> Later => _later;

    /// <summary>Warnings about single entities left out.</summary>
    public IReadOnlyList<ConfigError> Warnings => _warnings;

    /// <summary>Collects the entities of a document. What is not a list of entities becomes an error.</summary>
    public void Collect(JsonObject root)
    {
        foreach (var (name, value) in root.ToArray())
        {
            if (_schemas.TryGet(name, out var kind))
            {
                CollectList(kind, kind.Name, value, null, null, _errors);
            }
            else if (LaterEntities.IsKind(name))
            {
                CountLater(name, value);
            }
        }
    }

    private void CollectList(EntityKind kind, string name, JsonNode? value, DeclarativeEntity? parent, string? field, SchemaErrors place)
    {
        if (value is null)
        {
            return;
        }

        if (value is not JsonArray list)
        {
            place.Field(name).Set(SchemaTexts.Expected(FieldType.Array), null, Remedies.ForType(FieldType.Array, value));
            return;
        }

        var items = list.ToArray();

        // A node belongs to one tree only; freed here, it can become a member of the flat result.
        list.Clear();
        for (int i = 0; i < items.Length; i++)
        {
            var entity = new DeclarativeEntity(kind, items[i] as JsonObject, parent, field, name, i);
            if (PluginAdvice.SwitchedOff(entity, _schemas.Plugins) is { } warning)
            {
                _warnings.Add(warning);
                continue;
            }

            Collect(entity, items[i]);
        }
    }

    private void Collect(DeclarativeEntity entity, JsonNode? item)
    {
        Entities.Add(entity);
        if (entity.Node is not { } node)
        {
            entity.In(_errors).Set(
                item is null ? SchemaTexts.Required : SchemaTexts.Expected(FieldType.Record),
                null,
                item is null ? "remove the empty item" : Remedies.ForType(FieldType.Record, item));
            return;
        }

        DropComments(entity, node);
        List<(EntityKind Kind, string Name, string Field, JsonNode? Value)>? nested = null;
        if (_children.TryGetValue(entity.Kind.Name, out var children))
        {
            foreach (var (kind, field) in children)
            {
                // A field of the entity itself wins over children of the same name.
                if (node.TryGetPropertyValue(kind.Name, out var value) && !entity.Kind.Schema.TryGetField(kind.Name, out _))
                {
                    node.Remove(kind.Name);
                    (nested ??= []).Add((kind, kind.Name, field, value));
                }
            }
        }

        if (MembershipForms.Take(entity.Kind.Name, node) is { } members)
        {
            (nested ??= []).Add((_schemas[MembershipForms.Kind], members.Name, members.Field, members.Value));
        }

        foreach (var name in LaterEntities.In(entity.Kind.Name))
        {
            if (node.TryGetPropertyValue(name, out var value))
            {
                node.Remove(name);
                CountLater(name, value);
            }
        }

        _keys.Identify(entity);
        foreach (var (kind, name, field, value) in nested ?? [])
        {
            // Made only when it is needed: most documents are fine.
            CollectList(kind, name, value, entity, field, value is JsonArray or null ? _errors : entity.In(_errors));
        }
    }

    private void DropComments(DeclarativeEntity entity, JsonObject node)
    {
        if (node.TryGetPropertyValue("_comment", out var comment))
        {
            node.Remove("_comment");
            if (comment is not null && JsonScalars.AsString(comment) is null)
            {
                entity.In(_errors).Field("_comment").Set(SchemaTexts.Expected(FieldType.String));
            }
        }

        if (node.TryGetPropertyValue("_ignore", out var ignore))
        {
            node.Remove("_ignore");
            if (ignore is not null and not JsonArray)
            {
                entity.In(_errors).Field("_ignore").Set(SchemaTexts.Expected(FieldType.Array));
            }
        }
    }

    private void CountLater(string name, JsonNode? value)
    {
        _later.TryGetValue(name, out int count);
        _later[name] = count + (value is JsonArray list ? list.Count : 1);
    }
}
