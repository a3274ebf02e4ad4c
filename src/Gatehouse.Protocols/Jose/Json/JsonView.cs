namespace Gatehouse.Protocols.Jose.Json;

/// <summary>A text that was read, and its nodes; node 0 is the root object.</summary>
internal readonly ref struct JsonView(ReadOnlySpan<byte> text, ReadOnlySpan<JsonNode> nodes)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private readonly ReadOnlySpan<JsonNode> _nodes = nodes;

    public JsonKind Kind(int node) => _nodes[node].Kind;

    public int Next(int node) => _nodes[node].Next;

    public ReadOnlySpan<byte> Name(int node) => _text.Slice(_nodes[node].NameStart, _nodes[node].NameLength);

    /// <summary>The unescaped bytes of a string, the characters of a number.</summary>
    public ReadOnlySpan<byte> Value(int node) => _text.Slice(_nodes[node].Start, _nodes[node].Length);

    /// <summary>The member of that name, or −1; −1 also when <paramref name="container"/> is no object.</summary>
    public int Find(int container, ReadOnlySpan<byte> name)
    {
        if (_nodes[container].Kind != JsonKind.Object)
        {
            return -1;
        }

        int end = _nodes[container].Next;
        for (int i = container + 1; i < end; i = _nodes[i].Next)
        {
            if (Name(i).SequenceEqual(name))
            {
                return i;
            }
        }

        return -1;
    }
}
