using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>Refuses two entities with the same id, the same unique field or the same identity (a plugin twice in one scope).</summary>
internal sealed class UniquenessCheck(SchemaErrors errors)
{
    private readonly HashSet<(string Kind, string Id)> _ids = [];
    private readonly HashSet<(string Kind, string Field, string Value)> _values = [];
    private readonly HashSet<string> _identities = new(StringComparer.Ordinal);

    /// <summary>Checks an entity against those seen before; its foreign keys are resolved.</summary>
    public void Add(DeclarativeEntity entity)
    {
        // One message for an entity: a repeated name also gives a repeated derived id.
        string? message = (entity.HasOwnId ? RepeatedId(entity) : null) ?? RepeatedValue(entity) ?? RepeatedIdentity(entity)
            ?? (entity.HasOwnId ? null : RepeatedId(entity));
        if (message is not null)
        {
            entity.In(errors).Set(message, null, "remove one of the two");
        }
    }

    private string? RepeatedId(DeclarativeEntity entity)
        => _ids.Add((entity.Kind.Name, entity.Id)) ? null : Text(entity.Kind, "primary key", entity.Id);

    private string? RepeatedValue(DeclarativeEntity entity)
    {
        string? message = null;
        foreach (var field in entity.Kind.UniqueFields)
        {
            if (JsonScalars.AsString(entity.Node![field.Name]) is { } value && !_values.Add((entity.Kind.Name, field.Name, value)))
            {
                message ??= Text(entity.Kind, field.Name, field.IsHidden ? ValueDisplay.Hidden : value);
            }
        }

        return message;
    }

    private string? RepeatedIdentity(DeclarativeEntity entity)
    {
        if (entity.Kind.CacheKey.Count == 0)
        {
            return null;
        }

        string identity = string.Join(',', entity.Kind.CacheKey.Concat(entity.Kind.OptionalCacheKey.Where(n => entity.Node![n] is not null)).Order(StringComparer.Ordinal).Select(n => $"{n}={Show(entity.Node![n])}"));
        return _identities.Add($"{entity.Kind.Name}:{identity}") ? null : $"UNIQUE violation detected on '{{{identity}}}'";
    }

    private static string Show(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject key => $"{{id=\"{JsonScalars.AsString(key["id"])}\"}}",
        _ => $"\"{JsonScalars.AsString(value)}\"",
    };

    private static string Text(EntityKind kind, string field, string value)
        => $"uniqueness violation: '{kind.Name}' entity with {field} set to '{value}' already declared";
}
