using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Ai.Surfaces.Own;

/// <summary>Reads the fields of an object strictly; throws <see cref="AiException"/> that names the field.</summary>
internal readonly struct OwnFields(JsonElement record, string prefix)
{
    /// <summary>Refuses fields that nobody reads: a misspelt one would have no effect.</summary>
    public void RefuseOthers(ReadOnlySpan<string> known)
    {
        foreach (var property in record.EnumerateObject())
        {
            if (!known.Contains(property.Name))
            {
                string shown = ValueDisplay.Printable(property.Name.Length <= 60 ? property.Name : property.Name[..60]);
                throw new AiException(AiErrorKind.InvalidRequest, $"There is no field '{prefix}{shown}'. Fields are {string.Join(", ", known.ToArray())}.", prefix + shown);
            }
        }
    }

    public string? Text(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Wrong(name, "a string");

    public bool? Flag(string name) => Find(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Wrong(name, "true or false");

    public long? Integer(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number
        : throw Wrong(name, "an integer");

    public double? Number(string name, double least, double most) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= least && number <= most ? number
        : throw Wrong(name, $"a number from {least} to {most}");

    public JsonElement? Array(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Array ? value
        : throw Wrong(name, "an array");

    public JsonElement? Object(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? value
        : throw Wrong(name, "an object");

    /// <summary>A string, or an array of strings.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return [value.GetString()!];
        }

        return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(v => v.GetString()!)]
            : throw Wrong(name, "a string or an array of strings");
    }

    private JsonElement? Find(string name) => record.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private AiException Wrong(string name, string wanted) => new(AiErrorKind.InvalidRequest, $"'{prefix}{name}' must be {wanted}.", prefix + name);
}
