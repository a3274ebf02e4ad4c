using System.Buffers.Text;
using System.Text;

namespace Gatehouse.Protocols.Jose.Json;

/// <summary>
/// A value inside a text that was read. Costs no allocation to get or to walk. Asking a value for what its kind has not got
/// answers "missing" or false, never with an exception: claims are whatever an issuer put there.
/// </summary>
public readonly struct JsonValue
{
    private readonly JsonTree? _tree;
    private readonly int _node;

    internal JsonValue(JsonTree tree, int node)
    {
        _tree = tree;
        _node = node;
    }

    /// <summary>The kind; <see cref="JsonKind.Missing"/> of the default value.</summary>
    public JsonKind Kind => _tree is null ? JsonKind.Missing : _tree.View.Kind(_node);

    /// <summary>Whether there is a value, be it null.</summary>
    public bool Exists => _tree is not null;

    /// <summary>UTF-8 name, when this is the member of an object; else empty.</summary>
    public ReadOnlySpan<byte> Name => _tree is null ? default : _tree.View.Name(_node);

    /// <summary>A string's content in UTF-8 without escapes, or a number's characters; empty for other kinds.</summary>
    public ReadOnlySpan<byte> Utf8 => Kind is JsonKind.String or JsonKind.Number ? _tree!.View.Value(_node) : default;

    /// <summary>Members of an object or elements of an array, in their order; empty for other kinds.</summary>
    public JsonValues Values => Kind >= JsonKind.Array ? new JsonValues(_tree!, _node) : default;

    /// <summary>The member of that UTF-8 name; missing when this is no object or has none.</summary>
    public JsonValue this[ReadOnlySpan<byte> name] =>
        _tree is not null && _tree.View.Find(_node, name) is >= 0 and int member ? new JsonValue(_tree, member) : default;

    /// <summary>A string's content, or null; allocates.</summary>
    public string? GetString() => Kind == JsonKind.String ? Encoding.UTF8.GetString(Utf8) : null;

    /// <summary>Whether this is the string <paramref name="utf8"/>.</summary>
    public bool IsString(ReadOnlySpan<byte> utf8) => Kind == JsonKind.String && Utf8.SequenceEqual(utf8);

    /// <summary>Whether this is an array that has the string <paramref name="utf8"/>, or is that string itself.</summary>
    public bool HasString(ReadOnlySpan<byte> utf8)
    {
        if (Kind != JsonKind.Array)
        {
            return IsString(utf8);
        }

        foreach (var element in Values)
        {
            if (element.IsString(utf8))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A number without fraction and exponent that fits 64 bits.</summary>
    public bool TryGetInt64(out long value)
    {
        value = 0;
        return Kind == JsonKind.Number && Utf8Parser.TryParse(Utf8, out value, out int consumed) && consumed == Utf8.Length;
    }

    /// <summary>Any number; always finite.</summary>
    public bool TryGetDouble(out double value)
    {
        value = 0;
        return Kind == JsonKind.Number && Utf8Parser.TryParse(Utf8, out value, out int consumed) && consumed == Utf8.Length;
    }
}
