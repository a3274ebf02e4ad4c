using System.Globalization;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Reading;

/// <summary>
/// A value of a request's body and where it stands. Reads are strict: another kind of value, or one out of range, throws
/// <see cref="AiException"/> (InvalidRequest) that names the field and what is expected. A null member counts as absent.
/// </summary>
internal readonly struct Field(JsonElement value, FieldPath path)
{
    public JsonElement Value { get; } = value;

    public FieldPath Path { get; } = path;

    public bool IsText => Value.ValueKind == JsonValueKind.String;

    public bool IsArray => Value.ValueKind == JsonValueKind.Array;

    public bool IsObject => Value.ValueKind == JsonValueKind.Object;

    /// <summary>A copy that outlives the request's body.</summary>
    public JsonElement Kept => Value.Clone();

    /// <summary>Any string.</summary>
    public string Text() => IsText ? Value.GetString()! : throw Wrong("a string");

    /// <summary>A string with at least one character.</summary>
    public string SomeText() => IsText && Value.GetString() is { Length: > 0 } text ? text : throw Wrong("a string that is not empty");

    /// <summary>One of some words.</summary>
    public string Word(params ReadOnlySpan<string> words)
    {
        string? text = IsText ? Value.GetString() : null;
        foreach (string word in words)
        {
            if (word == text)
            {
                return word;
            }
        }

        throw Wrong($"one of {string.Join(", ", words!)}");
    }

    public bool Flag() => Value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong("true or false"),
    };

    /// <summary>A whole number within bounds, both included.</summary>
    public int Whole(int least, int most = int.MaxValue)
        => Value.ValueKind == JsonValueKind.Number && Value.TryGetInt32(out int number) && number >= least && number <= most
            ? number
            : throw Wrong(most == int.MaxValue
                ? string.Create(CultureInfo.InvariantCulture, $"a whole number of at least {least}")
                : string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));

    public long Long()
        => Value.ValueKind == JsonValueKind.Number && Value.TryGetInt64(out long number) ? number : throw Wrong("a whole number");

    /// <summary>A number within bounds, both included.</summary>
    public double Number(double least, double most)
        => Value.ValueKind == JsonValueKind.Number && Value.TryGetDouble(out double number) && number >= least && number <= most
            ? number
            : throw Wrong(string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));

    /// <summary>An object, as it is.</summary>
    public Field Object() => IsObject ? this : throw Wrong("an object");

    /// <summary>A member; null where it is absent or null.</summary>
    public Field? Of(string name)
        => Object().Value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? new Field(member, Path.Of(name)) : null;

    /// <summary>A member that must be there.</summary>
    public Field Need(string name) => Of(name) ?? throw new AiException(AiErrorKind.InvalidRequest, $"{Path.Of(name)}: the field is required.", Path.Of(name).ToString());

    /// <summary>The members of an object that are not null, in order.</summary>
    public IEnumerable<KeyValuePair<string, Field>> Members()
    {
        foreach (var member in Object().Value.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null)
            {
                yield return new(member.Name, new Field(member.Value, Path.Of(member.Name)));
            }
        }
    }

    /// <summary>The elements of an array, in order.</summary>
    public IEnumerable<Field> Items()
    {
        if (!IsArray)
        {
            throw Wrong("an array");
        }

        int index = 0;
        foreach (var item in Value.EnumerateArray())
        {
            yield return new Field(item, Path.At(index++));
        }
    }

    /// <summary>The strings of an array.</summary>
    public string[] Texts()
    {
        var texts = new string[IsArray ? Value.GetArrayLength() : throw Wrong("an array of strings")];
        foreach (var (index, item) in Items().Index())
        {
            texts[index] = item.Text();
        }

        return texts;
    }

    /// <summary>Members that are not in <paramref name="known"/> (nor null) become foreign fields.</summary>
    public void KeepOthers(List<ForeignField> foreign, bool areHints, params ReadOnlySpan<string> known)
    {
        foreach (var member in Object().Value.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null && !known.Contains(member.Name))
            {
                foreign.Add(new ForeignField(Path.Of(member.Name).ToString(), member.Value.Clone()) { IsHint = areHints });
            }
        }
    }

    /// <summary>The error for a value that is not what it must be.</summary>
    public AiException Wrong(string expected) => new(AiErrorKind.InvalidRequest, $"{Path}: must be {expected}.", Path.ToString());
}
