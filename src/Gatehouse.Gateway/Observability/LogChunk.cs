namespace Gatehouse.Gateway.Observability;

/// <summary>A block of whole log lines on its way from a loop to the writer.</summary>
internal sealed class LogChunk
{
    /// <summary>Usual size of a chunk, bytes: some seventy lines, so that handing it over costs a line next to nothing.</summary>
    public const int Size = 64 * 1024;

    private byte[] _bytes = new byte[Size];

    /// <summary>Lines in the chunk.</summary>
    public int Lines { get; private set; }

    /// <summary>Bytes in the chunk.</summary>
    public int Length { get; private set; }

    /// <summary>The lines.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Whether it has the usual size, so that it may go back to the pool.</summary>
    public bool IsPoolable => _bytes.Length == Size;

    /// <summary>Appends a line and its end; false when it does not fit. An empty chunk takes any line.</summary>
    public bool TryAppend(ReadOnlySpan<byte> line)
    {
        if (line.Length + 1 > _bytes.Length - Length)
        {
            if (Length != 0)
            {
                return false;
            }

            _bytes = new byte[line.Length + 1];
        }

        line.CopyTo(_bytes.AsSpan(Length));
        Length += line.Length;
        _bytes[Length++] = (byte)'\n';
        Lines++;
        return true;
    }

    /// <summary>Empties the chunk.</summary>
    public void Clear()
    {
        Length = 0;
        Lines = 0;
    }
}
