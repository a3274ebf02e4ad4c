using System.Diagnostics.CodeAnalysis;

namespace Gatehouse.Core.Schemas;

/// <summary>Fields of a record and the checks that concern several of them.</summary>
public sealed record RecordSchema
{
    private FieldIndex? _index;

    public required IReadOnlyList<Field> Fields { get; init; }

    /// <summary>
    /// Checks over the whole record, run after its fields have been looked at and defaults filled in, also when some fields are
    /// wrong: each check says by itself whether it can stand that.
    /// </summary>
    public IReadOnlyList<EntityCheck> Checks { get; init; } = [];

    /// <summary>Old or short spellings that are rewritten before anything else.</summary>
    public IReadOnlyList<Shorthand> Shorthands { get; init; } = [];

    /// <summary>Rewrites a record before validation (derived defaults, normal forms). Must stand any JSON.</summary>
    public Action<System.Text.Json.Nodes.JsonObject>? Prepare { get; init; }

    /// <summary>Chooses by content the schema that really applies (Kong's subschemas); null keeps this one.</summary>
    public Func<System.Text.Json.Nodes.JsonObject, RecordSchema?>? Variant { get; init; }

    /// <summary>Whether a field here or in a nested record may hold a vault reference; a <see cref="Variant"/> answers for itself.</summary>
    public bool HasReferenceable => Index.HasReferenceable;

    private FieldIndex Index
    {
        get
        {
            // Copies made by "with" carry the index of the original, hence the comparison.
            var index = _index;
            return index is not null && ReferenceEquals(index.Fields, Fields) ? index : _index = new FieldIndex(Fields);
        }
    }

    public static RecordSchema Of(params Field[] fields) => new() { Fields = fields };

    public RecordSchema With(params EntityCheck[] checks) => this with { Checks = [.. Checks, .. checks] };

    public RecordSchema WithShorthands(params Shorthand[] shorthands) => this with { Shorthands = [.. Shorthands, .. shorthands] };

    /// <summary>Finds a field by name.</summary>
    public bool TryGetField(string name, [NotNullWhen(true)] out Field? field) => Index.Names.TryGetValue(name, out field);

    /// <summary>The same schema with some fields replaced by others of the same name.</summary>
    public RecordSchema Replace(params Field[] replacements)
        => this with { Fields = [.. Fields.Select(f => Array.Find(replacements, r => r.Name == f.Name) ?? f)] };

    // The index is a cache and no part of the value.
    public bool Equals(RecordSchema? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
