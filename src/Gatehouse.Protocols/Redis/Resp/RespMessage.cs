namespace Gatehouse.Protocols.Redis.Resp;

/// <summary>
/// One message, flat: values in an array, texts behind one another in a second one. Both are kept for the next message, so that
/// usual replies allocate nothing.
/// </summary>
internal sealed class RespMessage
{
    // What a message that was unusually large leaves behind is not kept.
    private const int KeptNodes = 256;
    private const int KeptBytes = 4096;

    private RespNode[] _nodes = new RespNode[8];
    private byte[] _text = [];

    /// <summary>Values so far.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of texts so far.</summary>
    public int TextLength { get; private set; }

    /// <summary>A value.</summary>
    public ref RespNode this[int index] => ref _nodes[index];

    /// <summary>Text of a value.</summary>
    public ReadOnlySpan<byte> TextOf(in RespNode node) => _text.AsSpan(node.Start, node.Length);

    /// <summary>Adds a value without text or children; its index.</summary>
    public int Add(RespKind kind, long number)
    {
        if (Count == _nodes.Length)
        {
            Array.Resize(ref _nodes, Count * 2);
        }

        _nodes[Count] = new RespNode { Kind = kind, Number = number, Next = Count + 1, Start = TextLength };
        return Count++;
    }

    /// <summary>Adds to the text of the newest value.</summary>
    public void AppendText(ReadOnlySpan<byte> text)
    {
        int needed = TextLength + text.Length;
        if (needed > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(needed, Math.Max(64, _text.Length * 2)));
        }

        text.CopyTo(_text.AsSpan(TextLength));
        TextLength = needed;
        _nodes[Count - 1].Length += text.Length;
    }

    /// <summary>Forgets the values from an index on.</summary>
    public void Truncate(int count)
    {
        if (count < Count)
        {
            TextLength = _nodes[count].Start;
            Count = count;
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Count = TextLength = 0;
        if (_nodes.Length > KeptNodes)
        {
            _nodes = new RespNode[8];
        }

        if (_text.Length > KeptBytes)
        {
            _text = [];
        }
    }
}
