using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Gives each entity its id: the one of the document, or one derived from what identifies the entity, composed as Kong composes
/// it. Where Kong would draw a random id (a service without a name, a certificate), the content identifies it, so that ids stay
/// over restarts there too.
/// </summary>
internal sealed class EntityKeys
{
    private readonly EntityIds _ids = new();
    private readonly Dictionary<string, int> _repeated = new(StringComparer.Ordinal);

    public void Identify(DeclarativeEntity entity)
    {
        var node = entity.Node!;
        if (node.TryGetPropertyValue("id", out var given) && given is not null)
        {
            entity.HasOwnId = true;
            if (JsonScalars.AsString(given) is { } id && Guid.TryParseExact(id, "D", out _))
            {
                // One spelling inside: ids are compared as text everywhere.
                string lower = id.ToLowerInvariant();
                if (lower != id)
                {
                    node["id"] = lower;
                }

                entity.Id = lower;
                return;
            }
        }

        entity.Id = _ids.Derive(entity.Kind.Name, EndpointKey(entity) ?? CacheKey(entity) ?? ContentKey(entity));
        if (!entity.HasOwnId)
        {
            node["id"] = entity.Id;
        }
    }

    // A key that is not unique by itself is unique under its owner.
    private static string? EndpointKey(DeclarativeEntity entity)
    {
        var kind = entity.Kind;
        if (kind.EndpointKey is null || JsonScalars.AsString(entity.Node![kind.EndpointKey]) is not { } key)
        {
            return null;
        }

        return kind.Owner is null ? key
            : entity.Parent is { } parent ? $"{key}:{parent.Id}"
            : ForeignText(entity.Node[kind.Owner]) is { } owner ? $"{key}:{owner}" : null;
    }

    private static string? CacheKey(DeclarativeEntity entity)
    {
        if (entity.Kind.CacheKey.Count == 0)
        {
            return null;
        }

        var parts = new List<string> { entity.Kind.Name };
        foreach (var name in entity.Kind.CacheKey)
        {
            bool isRequired = entity.Kind.Schema.TryGetField(name, out var field) && field.IsRequired;
            string? text = ForeignText(entity.Node![name]) ?? (name == entity.ParentField ? entity.Parent!.Id : null);
            if (text is null && isRequired)
            {
                return null;
            }

            parts.Add(text ?? "");
        }

        foreach (var name in entity.Kind.OptionalCacheKey)
        {
            if ((ForeignText(entity.Node![name]) ?? (name == entity.ParentField ? entity.Parent!.Id : null)) is { } text)
            {
                parts.Add(text);
            }
        }

        return string.Join(':', parts);
    }

    private string ContentKey(DeclarativeEntity entity)
    {
        var content = new JsonObject();
        foreach (var (name, value) in entity.Node!.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            // A private key must not be recognisable by the id.
            if (name != "id" && !(entity.Kind.Schema.TryGetField(name, out var field) && field.IsSecret))
            {
                content[name] = value?.DeepClone();
            }
        }

        string key = $"{entity.Kind.Name}\n{entity.Parent?.Id}\n{content.ToJsonString()}";
        _repeated.TryGetValue(key, out int count);
        _repeated[key] = count + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{key}\n{count}");
    }

    /// <summary>The text of a reference: a name or id, or the id or endpoint key in a record.</summary>
    private static string? ForeignText(JsonNode? value)
        => value is JsonObject record
            ? JsonScalars.AsString(record["id"]) ?? record.Select(p => JsonScalars.AsString(p.Value)).FirstOrDefault(t => t is not null)
            : JsonScalars.AsString(value);
}
