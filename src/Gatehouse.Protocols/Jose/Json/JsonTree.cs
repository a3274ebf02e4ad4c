using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Gatehouse.Protocols.Jose.Json;

/// <summary>A JSON object with its nodes, kept: read once, looked up often, by any number of threads.</summary>
internal sealed class JsonTree
{
    private readonly byte[] _text;
    private readonly JsonNode[] _nodes;

    private JsonTree(byte[] text, JsonNode[] nodes)
    {
        _text = text;
        _nodes = nodes;
    }

    public JsonView View => new(_text, _nodes);

    public JsonValue Root => new(this, 0);

    /// <summary>Reads the object; the array belongs to the tree from now on and is changed by reading.</summary>
    public static bool TryRead(byte[] text, int maximumDepth, int maximumValues, [NotNullWhen(true)] out JsonTree? tree, out JoseError error)
    {
        int capacity = Math.Min(StrictJson.NodeBound(text.Length), maximumValues);
        JsonNode[] scratch = ArrayPool<JsonNode>.Shared.Rent(capacity);
        try
        {
            tree = StrictJson.TryRead(text, scratch.AsSpan(0, capacity), maximumDepth, out int count, out error)
                ? new JsonTree(text, scratch.AsSpan(0, count).ToArray())
                : null;
        }
        finally
        {
            ArrayPool<JsonNode>.Shared.Return(scratch);
        }

        return tree is not null;
    }
}
