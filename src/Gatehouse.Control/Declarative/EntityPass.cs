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

    /// <summary>
    /// Runs the pass; entities go to <paramref name="accept"/> as long as nothing in the document is wrong. Plugins and what they
    /// are built from go there always when they are valid themselves, so that a trial finds what is wrong with them too.
    /// </summary>
    public void Run(bool fillNulls, Action<DeclarativeEntity> accept)
    {
        foreach (var entity in entities)
        {
            if (entity.Node is not { } node)
            {
                continue;
            }

            _index.Resolve(entity, errors);
            Stamp(entity.Kind, node);
            var wrong = SchemaValidator.Validate(entity.Kind.Schema, node, fillNulls);
            if (wrong is not null)
            {
                PluginAdvice.Add(entity, wrong, schemas.Plugins);
                EntityNames.Advise(entity, wrong, schemas);
                entity.In(errors).Merge(wrong);
            }

            _uniqueness.Add(entity);
            if (errors.IsEmpty || (wrong is null && entity.Kind.Name is "plugins" or "key_sets" or "keys" or "ai_providers" or "ai_models" or "ai_policies" or "ai_budgets"))
            {
                accept(entity);
            }
        }
    }

    private void Stamp(EntityKind kind, JsonObject node)
    {
        foreach (string name in (ReadOnlySpan<string>)["created_at", "updated_at"])
        {
            if (node[name] is null && kind.Schema.TryGetField(name, out var field))
            {
                node[name] = field.Type == FieldType.Number ? JsonValue.Create(now) : JsonValue.Create((long)now);
            }
        }
    }
}
