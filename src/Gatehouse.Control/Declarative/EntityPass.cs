using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Goes through the entities of a document once: foreign keys are resolved, timestamps set, fields validated, repetitions found.
/// Every entity is looked at, whatever is wrong with others.
/// </summary>
internal sealed class EntityPass(EntitySchemas schemas, List<DeclarativeEntity> entities, SchemaErrors errors, double now)
{
    private readonly EntityIndex _index = new(schemas, entities);
    private readonly UniquenessCheck _uniqueness = new(errors);

    /// <summary>Runs the pass; entities go to <paramref name="accept"/> as long as nothing in the document is wrong.</summary>
    public void Run(bool fillNulls, Action<DeclarativeEntity> accept)
    {
        foreach (var entity in entities)
        {
            if (entity.Node is not { } node)
            {
                continue;
            }

            _index.Resolve(entity, errors);
            Stamp(node, entity.Kind.Name == "targets");
            if (SchemaValidator.Validate(entity.Kind.Schema, node, fillNulls) is { } wrong)
            {
                PluginAdvice.Add(entity, wrong);
                entity.In(errors).Merge(wrong);
            }

            _uniqueness.Add(entity);
            if (errors.IsEmpty)
            {
                accept(entity);
            }
        }
    }

    private void Stamp(JsonObject node, bool withFraction)
    {
        if (node["created_at"] is null)
        {
            node["created_at"] = withFraction ? JsonValue.Create(now) : JsonValue.Create((long)now);
        }

        if (node["updated_at"] is null)
        {
            node["updated_at"] = withFraction ? JsonValue.Create(now) : JsonValue.Create((long)now);
        }
    }
}
