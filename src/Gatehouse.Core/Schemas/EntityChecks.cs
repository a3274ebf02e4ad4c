using System.Text.Json.Nodes;

namespace Gatehouse.Core.Schemas;

/// <summary>Kong's ready-made checks over records.</summary>
public static class EntityChecks
{
    public static EntityCheck AtLeastOneOf(params string[] fields)
        => Make("at_least_one_of", fields, true, set => set > 0, "at least one of these fields must be non-empty");

    public static EntityCheck OnlyOneOf(params string[] fields)
        => Make("only_one_of", fields, true, set => set == 1, "exactly one of these fields must be non-empty");

    /// <summary>The same as <see cref="OnlyOneOf"/>: in Kong both names demand exactly one.</summary>
    public static EntityCheck ExactlyOneOf(params string[] fields) => OnlyOneOf(fields);

    public static EntityCheck MutuallyExclusive(params string[] fields)
        => Make("mutually_exclusive", fields, false, set => set <= 1, "only one or none of these fields must be set");

    public static EntityCheck MutuallyRequired(params string[] fields)
        => Make("mutually_required", fields, false, set => set == 0 || set == fields.Length, "all or none of these fields must be set");

    /// <summary>No two of the fields have the same text or number; unset ones do not count.</summary>
    public static EntityCheck Distinct(params string[] fields) => new("distinct", Names(fields), (record, report) =>
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in fields)
        {
            var value = JsonScalars.Find(record, name);
            if (JsonScalars.IsSet(value) && !seen.Add(value!.ToJsonString()))
            {
                report(EntityCheck.Entity, $"values of these fields must be distinct: {SchemaTexts.Quoted(fields)}");
                return;
            }
        }
    })
    { Sources = fields, RunsWithInvalidFields = true };

    /// <summary>Of two groups of fields only one may be used.</summary>
    public static EntityCheck MutuallyExclusiveSets(string[] first, string[] second)
        => new("mutually_exclusive_sets", new JsonObject { ["set1"] = Names(first), ["set2"] = Names(second) }, (record, report) =>
        {
            string[] one = [.. first.Where(n => JsonScalars.IsSet(JsonScalars.Find(record, n)))];
            string[] two = [.. second.Where(n => JsonScalars.IsSet(JsonScalars.Find(record, n)))];
            if (one.Length > 0 && two.Length > 0)
            {
                report(EntityCheck.Entity,
                    $"these sets are mutually exclusive: ({SchemaTexts.Quoted(one)}), ({SchemaTexts.Quoted(two)})");
            }
        })
        { Sources = [.. first, .. second] };

    /// <summary>
    /// When <paramref name="when"/> holds for <paramref name="ifField"/>, <paramref name="then"/> must find nothing to say about
    /// <paramref name="thenField"/>. Reports at the field and at the record, as Kong does.
    /// </summary>
    /// <param name="arguments">Kong's spelling of the condition for <c>/schemas</c>: if_match and then_match.</param>
    /// <param name="error">Replaces the general message about the record.</param>
    public static EntityCheck Conditional(
        string ifField, Func<JsonNode?, bool> when, string thenField, Func<JsonNode?, string?> then,
        JsonObject? arguments = null, string? error = null)
        => new("conditional", Conditions(ifField, thenField, arguments, error), (record, report) =>
        {
            if (when(JsonScalars.Find(record, ifField)) && then(JsonScalars.Find(record, thenField)) is { } message)
            {
                report(thenField, message);
                report(EntityCheck.Entity, error ?? SchemaTexts.Conditional(ifField));
            }
        })
        { Sources = [ifField, thenField], RunsWithInvalidFields = true };

    /// <summary>When <paramref name="when"/> holds, at least one of the fields must be set.</summary>
    public static EntityCheck ConditionalAtLeastOneOf(
        string ifField, Func<JsonNode?, bool> when, string[] fields, string? error = null, JsonObject? arguments = null)
    {
        var described = arguments?.DeepClone().AsObject() ?? [];
        described["if_field"] = ifField;
        described["then_at_least_one_of"] = Names(fields);
        return new("conditional_at_least_one_of", described, (record, report) =>
        {
            if (when(JsonScalars.Find(record, ifField)) && !fields.Any(n => JsonScalars.IsSet(JsonScalars.Find(record, n))))
            {
                report(EntityCheck.Entity,
                    error ?? $"at least one of these fields must be non-empty: {SchemaTexts.Quoted(fields)}");
            }
        })
        { Sources = [ifField, .. fields], RunsWithInvalidFields = true };
    }

    /// <summary>A check in code, run only when the fields it reads are valid.</summary>
    public static EntityCheck Custom(string[] sources, Action<JsonObject, Action<string, string>> run)
        => new("custom_entity_check", new JsonObject { ["field_sources"] = Names(sources) }, run) { Sources = sources };

    /// <summary>For <see cref="Conditional"/>: the field must be set.</summary>
    public static string? IsRequired(JsonNode? value) => value is null ? SchemaTexts.Required : null;

    /// <summary>For <see cref="Conditional"/>: the field must be null.</summary>
    public static string? IsNull(JsonNode? value) => value is null ? null : SchemaTexts.MustBeNull;

    /// <summary>For <see cref="Conditional"/>: the field is null or one of the values.</summary>
    public static Func<JsonNode?, string?> IsOneOf(params string[] values)
        => value => value is null || values.Contains(JsonScalars.AsString(value)) ? null : SchemaTexts.OneOf(values);

    /// <summary>For <see cref="Conditional"/>: the condition that a string field is one of the values.</summary>
    public static Func<JsonNode?, bool> Among(params string[] values)
        => value => JsonScalars.AsString(value) is { } text && values.Contains(text);

    private static EntityCheck Make(string name, string[] fields, bool withInvalid, Func<int, bool> accepts, string message)
    {
        string text = $"{message}: {SchemaTexts.Quoted(fields)}";
        return new(name, Names(fields), (record, report) =>
        {
            if (!accepts(fields.Count(n => JsonScalars.IsSet(JsonScalars.Find(record, n)))))
            {
                report(EntityCheck.Entity, text);
            }
        })
        { Sources = fields, RunsWithInvalidFields = withInvalid };
    }

    private static JsonObject Conditions(string ifField, string thenField, JsonObject? arguments, string? error)
    {
        var described = arguments?.DeepClone().AsObject() ?? [];
        described["if_field"] = ifField;
        described["then_field"] = thenField;
        if (error is not null)
        {
            described["then_err"] = error;
        }

        return described;
    }

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(n => JsonValue.Create(n))]);
}
