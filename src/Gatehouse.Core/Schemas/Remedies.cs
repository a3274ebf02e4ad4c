using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Core.Schemas;

/// <summary>What to do about the most common slips. Messages are Kong's and stay as they are; this is ours.</summary>
public static class Remedies
{
    private const int LongestExample = 30;

    /// <summary>Fields that Kong 2 had under another name.</summary>
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal) { ["whitelist"] = "allow", ["blacklist"] = "deny" };

    /// <summary>For a value of another type than the field's: what it is, and how to write what is expected.</summary>
    public static string? ForType(FieldType expected, JsonNode? value, bool isHidden = false)
    {
        string? text = JsonScalars.AsString(value);
        return expected switch
        {
            _ when value is null => null,
            FieldType.Array or FieldType.Set => value is JsonObject
                ? "it is a map; write a list, each item behind a dash"
                : $"it is {KindOf(value)}; write a list: [{(isHidden ? "…" : Example(value))}]",
            FieldType.Record or FieldType.Map or FieldType.Foreign => $"it is {KindOf(value)}; write names with values",
            FieldType.Boolean => text is "true" or "false" ? "write it without quotes" : "write true or false",
            FieldType.Integer or FieldType.Number when text is not null
                => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? "write it without quotes" : "write a number",
            FieldType.Integer => value is JsonValue ? "write a whole number" : $"it is {KindOf(value)}; write one number",
            FieldType.Number => $"it is {KindOf(value)}; write one number",
            _ => value is JsonValue ? "put it in quotes" : $"it is {KindOf(value)}; write one text",
        };
    }

    /// <summary>For a point in time that is written as a date (2026-12-01, with or without a time; without a zone it is UTC); null for anything else.</summary>
    public static string? ForMoment(JsonNode value)
        => JsonScalars.AsString(value) is [_, _, _, _, '-', _, _, '-', ..] text && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? string.Create(CultureInfo.InvariantCulture, $"write unix seconds: {moment.ToUnixTimeSeconds()}")
            : null;

    /// <summary>For a value that a rule of the field refuses.</summary>
    public static string? ForRule(Field field, JsonNode value, string message)
        => field.Remedy
            ?? (message.Contains("look-around", StringComparison.Ordinal) ? "say what may match instead of what may not, or split the pattern in two"
            : message.Contains("back-references", StringComparison.Ordinal) ? "write out what repeats"
            : field is { OneOf: { } accepted, IsHidden: false } && JsonScalars.AsString(value) is { } text
                && Suggestion.For(text, accepted) is { } near ? $"did you mean '{near}'?"
            : null);

    /// <summary>For a field that does not exist: the one that was meant.</summary>
    public static string? ForUnknown(string name, RecordSchema schema)
        => Renamed.TryGetValue(name, out var today) && schema.TryGetField(today, out _) ? $"Kong 3 calls it '{today}'"
            : Suggestion.For(name, [.. schema.Fields.Select(static f => f.Name), .. schema.Shorthands.Select(static s => s.Field.Name)]) is { } near ? $"did you mean '{near}'?"
            : null;

    /// <summary>For a required field that is not there.</summary>
    public static string ForMissing(Field field) => field.RemedyIfMissing ?? $"set {field.Name}";

    private static string KindOf(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "a map",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        _ => "a boolean",
    };

    private static string Example(JsonNode value)
        => value is JsonValue && (JsonScalars.AsString(value) ?? value.ToJsonString()) is { Length: > 0 and <= LongestExample } text ? text : "…";
}
