using System.Buffers.Text;
using Gatehouse.Net.Loops;

namespace Gatehouse.Protocols.Redis;

/// <summary>
/// What goes out with the next write: commands gather in a rented buffer, which the write takes over and gives back when it has ended.
/// Its size is bounded by <see cref="RedisLimits.MaxInFlightBytes"/>.
/// </summary>
internal sealed class RedisOutput
{
    private const int FirstBytes = 4096;

    private byte[]? _buffer, _inWrite;
    private int _length;

    /// <summary>Whether there is nothing to write.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>Bytes to write.</summary>
    public int Length => _length;

    /// <summary>Adds bytes as they are.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>Adds a string.</summary>
    public void AppendBulk(ReadOnlySpan<byte> bytes)
    {
        AppendLine((byte)'$', bytes.Length);
        Append(bytes);
        Append("\r\n"u8);
    }

    /// <summary>Adds a line that is a kind and a number.</summary>
    public void AppendLine(byte kind, int number)
    {
        Span<byte> line = stackalloc byte[14];
        line[0] = kind;
        Utf8Formatter.TryFormat(number, line[1..], out int digits);
        "\r\n"u8.CopyTo(line[(digits + 1)..]);
        Append(line[..(digits + 3)]);
    }

    /// <summary>Everything so far, for one write; end it with <see cref="GiveBack"/>.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        _inWrite = _buffer;
        var bytes = _buffer.AsMemory(0, _length);
        _buffer = null;
        _length = 0;
        return bytes;
    }

    /// <summary>The write has ended.</summary>
    public void GiveBack() => Return(ref _inWrite);

    /// <summary>Drops what was not taken for a write.</summary>
    public void Drop()
    {
        _length = 0;
        Return(ref _buffer);
    }

    private static void Return(ref byte[]? buffer)
    {
        if (buffer is { } rented)
        {
            buffer = null;
            LoopBufferPool.Instance.Return(rented);
        }
    }

    private Span<byte> Reserve(int count)
    {
        int needed = checked(_length + count);
        if (_buffer is null)
        {
            _buffer = LoopBufferPool.Instance.Rent(Math.Max(needed, FirstBytes));
        }
        else if (_buffer.Length < needed)
        {
            byte[] larger = LoopBufferPool.Instance.Rent(Math.Max(needed, _buffer.Length * 2));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            LoopBufferPool.Instance.Return(_buffer);
            _buffer = larger;
        }

        var room = _buffer.AsSpan(_length, count);
        _length = needed;
        return room;
    }
}
