namespace Gatehouse.Protocols.Prometheus;

/// <summary>Fills one line of the text format; the span is large enough for it.</summary>
internal ref struct MetricLine(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;
    private int _position;

    /// <summary>What is still free.</summary>
    public readonly Span<byte> Rest => _destination[_position..];

    /// <summary>Writes everything in front of the value.</summary>
    public void WriteSeries(ReadOnlySpan<byte> name, ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> extra)
    {
        Write(name);
        Write(suffix);
        if (!labels.IsEmpty || !extra.IsEmpty)
        {
            Write("{"u8);
            Write(labels);
            Write(labels.IsEmpty || extra.IsEmpty ? default : ","u8);
            Write(extra);
            Write("}"u8);
        }

        Write(" "u8);
    }

    /// <summary>Ends the line behind a value of that many bytes; returns the size of the whole line.</summary>
    public readonly int End(int valueLength)
    {
        _destination[_position + valueLength] = (byte)'\n';
        return _position + valueLength + 1;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_destination[_position..]);
        _position += bytes.Length;
    }
}
