using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Gatehouse.Ai.Accounting.Spooling;

/// <summary>Writes the parts of an entry: numbers as zigzag varints behind a mark whether there is one, text as length and UTF-8.</summary>
internal readonly ref struct EntryWriter(IBufferWriter<byte> output)
{
    private const int MaxVarint = 10;

    public void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    public void Id(Guid value)
    {
        value.TryWriteBytes(output.GetSpan(16), bigEndian: true, out int written);
        output.Advance(written);
    }

    public void Number(long? value)
    {
        Byte(value is null ? (byte)0 : (byte)1);
        if (value is { } number)
        {
            Varint((ulong)((number << 1) ^ (number >> 63)));
        }
    }

    public void Decimal(decimal? value)
    {
        Byte(value is null ? (byte)0 : (byte)1);
        if (value is { } number)
        {
            Span<int> parts = stackalloc int[4];
            decimal.GetBits(number, parts);
            var room = output.GetSpan(16);
            for (int i = 0; i < 4; i++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(room[(i * 4)..], parts[i]);
            }

            output.Advance(16);
        }
    }

    public void Texts(IReadOnlyList<string> values)
    {
        int count = Math.Min(values.Count, EntryCodec.MaxItems);
        Varint((ulong)count);
        for (int i = 0; i < count; i++)
        {
            Text(values[i]);
        }
    }

    public void Text(string? value)
    {
        if (value is null)
        {
            Varint(0);
            return;
        }

        var text = value.AsSpan(0, Math.Min(value.Length, EntryCodec.MaxText));
        if (!text.Contains('\0'))
        {
            Utf8(text);
            return;
        }

        Span<char> clean = stackalloc char[EntryCodec.MaxText];
        text.Replace(clean, '\0', '\uFFFD');
        Utf8(clean[..text.Length]);
    }

    // The encoder replaces what is not a whole character.
    private void Utf8(ReadOnlySpan<char> text)
    {
        Varint((ulong)Encoding.UTF8.GetByteCount(text) + 1);
        output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
    }

    private void Varint(ulong value)
    {
        var room = output.GetSpan(MaxVarint);
        int length = 0;
        while (value >= 0x80)
        {
            room[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        room[length++] = (byte)value;
        output.Advance(length);
    }
}
