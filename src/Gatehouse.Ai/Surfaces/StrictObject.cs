using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces;

/// <summary>
/// Reads the properties of a JSON object strictly. A property that is null counts as absent. Every method throws <see cref="AiException"/> (InvalidRequest)
/// that names the path where the value is of another type or out of range.
/// </summary>
internal readonly struct StrictObject
{
    private readonly JsonElement _element;

    public StrictObject(JsonElement element, string path = "")
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(path, "must be an object");
        }

        _element = element;
        Path = path;
    }

    /// <summary>Where the object is in the request; empty = it is the request.</summary>
    public string Path { get; }

    public JsonElement Element => _element;

    /// <summary>An error about a field; <paramref name="demand"/> goes on after its name.</summary>
    public static AiException Wrong(string path, string demand)
        => new(new AiError(AiErrorKind.InvalidRequest, $"'{path}' {demand}.") { Field = path, Code = "invalid_value" });

    /// <summary>Path of a property.</summary>
    public string At(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    public bool TryFind(string name, out JsonElement value)
        => _element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    public AiException Missing(string name)
        => new(new AiError(AiErrorKind.InvalidRequest, $"'{At(name)}' is missing.") { Field = At(name), Code = "missing_required_parameter" });

    public string? Text(string name)
    {
        if (!TryFind(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(At(name), "must be a string");
    }

    /// <summary>A string that must be there and not be empty.</summary>
    public string RequiredText(string name, int maxLength = 256)
    {
        var text = Text(name) ?? throw Missing(name);
        return text.Length > 0 && text.Length <= maxLength ? text : throw Wrong(At(name), $"must have 1 to {maxLength} characters");
    }

    /// <summary>One of the words.</summary>
    public string? Word(string name, params ReadOnlySpan<string> words)
    {
        var text = Text(name);
        return text is null || words.Contains(text) ? text : throw Wrong(At(name), $"must be one of {string.Join(", ", words!)}");
    }

    public bool? Flag(string name)
    {
        if (!TryFind(name, out var value))
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(At(name), "must be true or false");
    }

    public double? Number(string name, double min, double max)
    {
        if (!TryFind(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= min && number <= max
            ? number
            : throw Wrong(At(name), FormattableString.Invariant($"must be a number from {min} to {max}"));
    }

    public long? Integer(string name, long min = long.MinValue, long max = long.MaxValue)
    {
        if (!TryFind(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= min && number <= max)
        {
            return number;
        }

        throw Wrong(At(name), min == long.MinValue ? "must be an integer" : max is long.MaxValue or int.MaxValue ? $"must be an integer of at least {min}" : $"must be an integer from {min} to {max}");
    }

    public int? Int32(string name, int min, int max = int.MaxValue) => (int?)Integer(name, min, max);

    public StrictObject? Object(string name) => TryFind(name, out var value) ? new StrictObject(value, At(name)) : null;

    /// <summary>The elements of an array; null = absent.</summary>
    public JsonElement? Array(string name)
    {
        if (!TryFind(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Array ? value : throw Wrong(At(name), "must be an array");
    }

    /// <summary>An object or nothing, as it is.</summary>
    public JsonElement RawObject(string name) => Object(name)?.Element ?? default;

    /// <summary>Properties that are not null and not among the known ones, with their paths.</summary>
    public IEnumerable<ForeignField> Others(IReadOnlySet<string> known)
    {
        foreach (var property in _element.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Null && !known.Contains(property.Name))
            {
                yield return new ForeignField(At(property.Name), property.Value);
            }
        }
    }
}
