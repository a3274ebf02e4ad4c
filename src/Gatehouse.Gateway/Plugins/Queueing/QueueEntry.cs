using System.Buffers;

namespace Gatehouse.Gateway.Plugins.Queueing;

/// <summary>A waiting entry in pooled memory; released exactly once, by whoever took it out of the queue.</summary>
internal readonly struct QueueEntry
{
    private readonly byte[] _buffer;

    public QueueEntry(ReadOnlySpan<byte> content)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(content.Length);
        content.CopyTo(_buffer);
        Length = content.Length;
    }

    /// <summary>Bytes of the entry.</summary>
    public int Length { get; }

    /// <summary>The entry.</summary>
    public ReadOnlySpan<byte> Content => _buffer.AsSpan(0, Length);

    /// <summary>Gives the memory back.</summary>
    public void Release() => ArrayPool<byte>.Shared.Return(_buffer);
}
