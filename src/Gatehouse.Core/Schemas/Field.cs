using System.Text.Json.Nodes;

namespace Gatehouse.Core.Schemas;

/// <summary>
/// One field of a record. Declared once; serves validation, defaults, the Admin API's <c>/schemas</c> and the reference docs.
/// Built with the factory methods and refined with <c>with</c> or the fluent members.
/// </summary>
public sealed record Field
{
    public required string Name { get; init; }

    public required FieldType Type { get; init; }

    /// <summary>One sentence for the docs: meaning, unit, range.</summary>
    public string? Description { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>Default as JSON; null = no default. Never mutated: cloned where it is used.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>Inclusive bounds of a number.</summary>
    public (double Min, double Max)? Between { get; init; }

    /// <summary>Exclusive lower bound of a number.</summary>
    public double? GreaterThan { get; init; }

    /// <summary>Accepted values; numbers are written as text.</summary>
    public IReadOnlyList<string>? OneOf { get; init; }

    /// <summary>Refused values.</summary>
    public IReadOnlyList<string>? NotOneOf { get; init; }

    /// <summary>Least number of UTF-8 bytes of a string, elements of an array or set, entries of a map.</summary>
    public int? MinLength { get; init; }

    /// <summary>Greatest number of UTF-8 bytes, elements or entries.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Whether a string must be a UUID in lower or upper case with hyphens.</summary>
    public bool IsUuid { get; init; }

    /// <summary>Whether the program fills the value in when it is missing (ids, timestamps): never "required field missing".</summary>
    public bool IsAuto { get; init; }

    /// <summary>Whether no two entities may have the same value.</summary>
    public bool IsUnique { get; init; }

    /// <summary>Whether a number must be positive, as a point in time is.</summary>
    public bool IsTimestamp { get; init; }

    /// <summary>Message for any value but null: the field must not be set. Kong's plain text is <c>value must be null</c>.</summary>
    public string? MustBeNull { get; init; }

    /// <summary>Sets of which a set may touch only one (Kong's <c>mutually_exclusive_subsets</c>).</summary>
    public IReadOnlyList<IReadOnlyList<string>>? ExclusiveSubsets { get; init; }

    /// <summary>Element of an array or set, value of a map.</summary>
    public Field? Element { get; init; }

    /// <summary>Key of a map.</summary>
    public Field? Key { get; init; }

    /// <summary>Fields of a record; null accepts any record.</summary>
    public RecordSchema? Record { get; init; }

    /// <summary>Table that a foreign key points to.</summary>
    public string? Reference { get; init; }

    /// <summary>Whether a <c>{vault://…}</c> reference may stand here.</summary>
    public bool IsReferenceable { get; init; }

    /// <summary>Whether the value is a secret: never shown in errors, logs or dumps.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Further check: returns Kong's message, or null when the value is fine.</summary>
    public Func<JsonNode, string?>? Check { get; init; }

    /// <summary>What to do when <see cref="Check"/> refuses a value; null = the message says it.</summary>
    public string? Remedy { get; init; }

    /// <summary>What to do when the field is required and missing; null = set it.</summary>
    public string? RemedyIfMissing { get; init; }

    /// <summary>Whether an empty string is allowed. Kong: strings must not be empty; empty arrays, sets and maps may be.</summary>
    public bool AllowsEmpty { get; init; }

    /// <summary>Whether a message or a dump must hide the value.</summary>
    public bool IsHidden => IsSecret || IsReferenceable;

    public static Field String(string name) => new() { Name = name, Type = FieldType.String };

    public static Field Integer(string name) => new() { Name = name, Type = FieldType.Integer };

    public static Field Number(string name) => new() { Name = name, Type = FieldType.Number };

    public static Field Boolean(string name, bool? defaultValue = null)
        => new() { Name = name, Type = FieldType.Boolean, Default = defaultValue is { } v ? JsonValue.Create(v) : null };

    public static Field ArrayOf(string name, Field element) => new() { Name = name, Type = FieldType.Array, Element = element };

    public static Field SetOf(string name, Field element) => new() { Name = name, Type = FieldType.Set, Element = element };

    public static Field MapOf(string name, Field key, Field value)
        => new() { Name = name, Type = FieldType.Map, Key = key, Element = value };

    public static Field RecordOf(string name, RecordSchema record)
        => new() { Name = name, Type = FieldType.Record, Record = record };

    public static Field Foreign(string name, string table) => new() { Name = name, Type = FieldType.Foreign, Reference = table };

    public Field Required() => this with { IsRequired = true };

    public Field Optional() => this with { IsRequired = false };

    public Field WithDefault(JsonNode value) => this with { Default = value };

    public Field InRange(double min, double max) => this with { Between = (min, max) };

    public Field AmongOf(params string[] values) => this with { OneOf = values };

    public Field Describe(string text) => this with { Description = text };

    public Field Where(Func<JsonNode, string?> check, string? remedy = null) => this with { Check = check, Remedy = remedy };

    public Field Unique() => this with { IsUnique = true };

    public Field Named(string name) => this with { Name = name };

    /// <summary>A secret that may also be given as a vault reference.</summary>
    public Field Secret() => this with { IsSecret = true, IsReferenceable = true };

    public Field Referenceable() => this with { IsReferenceable = true };

    /// <summary>The same field of a variant in which it must stay unset.</summary>
    public Field Forbidden(string message = "value must be null")
        => this with { MustBeNull = message, IsRequired = false, Default = null };
}
