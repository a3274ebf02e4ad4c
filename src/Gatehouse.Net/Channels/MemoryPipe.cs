namespace Gatehouse.Net.Channels;

/// <summary>A bounded ring of bytes: one direction of a <see cref="MemoryChannel"/>.</summary>
internal sealed class MemoryPipe(int capacity)
{
    private readonly byte[] _ring = new byte[capacity];
    private int _start;

    public int Count { get; private set; }

    /// <summary>Whether the writer said that nothing more will come.</summary>
    public bool Ended { get; set; }

    public int Write(ReadOnlySpan<byte> source)
    {
        int taken = Math.Min(source.Length, _ring.Length - Count);
        int end = (_start + Count) % _ring.Length;
        int first = Math.Min(taken, _ring.Length - end);
        source[..first].CopyTo(_ring.AsSpan(end));
        source[first..taken].CopyTo(_ring);
        Count += taken;
        return taken;
    }

    public int Read(Span<byte> target)
    {
        int given = Math.Min(target.Length, Count);
        int first = Math.Min(given, _ring.Length - _start);
        _ring.AsSpan(_start, first).CopyTo(target);
        _ring.AsSpan(0, given - first).CopyTo(target[first..]);
        _start = (_start + given) % _ring.Length;
        Count -= given;
        return given;
    }
}
