namespace Gatehouse.Fuzz.Simulation;

/// <summary>Bytes under way in one direction.</summary>
internal sealed class ByteQueue
{
    private byte[] _bytes = new byte[1024];
    private int _start;

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Content => _bytes.AsSpan(_start, Count);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_start + Count + bytes.Length > _bytes.Length)
        {
            byte[] target = Count + bytes.Length > _bytes.Length ? new byte[(Count + bytes.Length) * 2] : _bytes;
            Content.CopyTo(target);
            _bytes = target;
            _start = 0;
        }

        bytes.CopyTo(_bytes.AsSpan(_start + Count));
        Count += bytes.Length;
    }

    public int Take(Span<byte> destination)
    {
        int count = Math.Min(Count, destination.Length);
        Content[..count].CopyTo(destination);
        _start += count;
        Count -= count;
        return count;
    }
}
