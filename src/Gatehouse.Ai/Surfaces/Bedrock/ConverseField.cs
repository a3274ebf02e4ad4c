using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Bedrock;

/// <summary>
/// A value of the request and where it stands. Reads strictly: a wrong type is the client's error, named by its path; a member nobody asked for is
/// kept as <see cref="ForeignField"/>.
/// </summary>
internal readonly struct ConverseField(JsonElement value, string path, List<ForeignField> foreign)
{
    public JsonElement Value => value;

    public string Path => path;

    public string Text() => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong("a string");

    public int Integer() => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= 0 ? number : throw Wrong("a whole number, not negative");

    public double Number() => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) ? number : throw Wrong("a number");

    public bool Truth() => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong("true or false");

    /// <summary>Bytes, which JSON holds as base64; checked, and left so.</summary>
    public string Base64()
    {
        string text = Text();
        return text.Length > 0 && System.Buffers.Text.Base64.IsValid(text.AsSpan()) ? text : throw Wrong("base64");
    }

    /// <summary>Elements of an array.</summary>
    public List<ConverseField> Items()
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong("an array");
        }

        var items = new List<ConverseField>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            items.Add(new(item, $"{path}[{items.Count}]", foreign));
        }

        return items;
    }

    /// <summary>Members of an object; those that are null count as absent.</summary>
    public List<(string Name, ConverseField Field)> Members()
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("an object");
        }

        var members = new List<(string, ConverseField)>();
        foreach (var member in value.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null)
            {
                members.Add((member.Name, new(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}", foreign)));
            }
        }

        return members;
    }

    /// <summary>The one member of a union.</summary>
    public (string Name, ConverseField Field) Union()
        => Members() is [var only] ? only : throw Wrong("an object with exactly one member");

    /// <summary>Keeps a value that has no canonical word. <paramref name="isHint"/>: the answer is the same without it.</summary>
    public void Keep(bool isHint = false) => foreign.Add(new(path, value) { IsHint = isHint });

    /// <summary>The error that this value is not what it should be.</summary>
    public AiException Wrong(string expected) => new(AiErrorKind.InvalidRequest, $"'{(path.Length == 0 ? "body" : path)}' must be {expected}.", path);
}
