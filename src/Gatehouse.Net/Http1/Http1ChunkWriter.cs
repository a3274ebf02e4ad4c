namespace Gatehouse.Net.Http1;

/// <summary>
/// Chunk framing written around data that already lies in the output buffer: room is kept in front for the size, and all data
/// up to the next flush is one chunk.
/// </summary>
internal struct Http1ChunkWriter
{
    /// <summary>Six digits (the buffer ends at 1 MiB) and CRLF.</summary>
    public const int PrefixBytes = 8;

    /// <summary>CRLF behind the data and the last chunk with an empty trailer section.</summary>
    public const int SuffixBytes = 7;

    private int _start;

    public bool IsOpen { get; private set; }

    /// <summary>Keeps room for the size line.</summary>
    public void Open(Http1OutputBuffer output)
    {
        _start = output.End;
        output.End += PrefixBytes;
        IsOpen = true;
    }

    /// <summary>
    /// Fills in the size. Digits stand directly before the data without leading zeros (some peers count them); what was written
    /// before, a head at most, moves up to close the gap.
    /// </summary>
    public void Close(Http1OutputBuffer output)
    {
        if (!IsOpen)
        {
            return;
        }

        IsOpen = false;
        int size = output.End - _start - PrefixBytes;
        if (size == 0)
        {
            // A chunk of size zero would end the body.
            output.End = _start;
            return;
        }

        int digits = 1;
        while (size >> (digits * 4) != 0)
        {
            digits++;
        }

        int gap = PrefixBytes - 2 - digits;
        int before = _start - output.Start;
        output.At(output.Start, before).CopyTo(output.At(output.Start + gap, before));
        output.Start += gap;
        Span<byte> prefix = output.At(_start + gap, digits + 2);
        for (int i = digits - 1, rest = size; i >= 0; i--, rest >>= 4)
        {
            prefix[i] = "0123456789abcdef"u8[rest & 15];
        }

        prefix[digits] = (byte)'\r';
        prefix[digits + 1] = (byte)'\n';
        output.Append("\r\n"u8);
    }

    public void Reset() => IsOpen = false;
}
