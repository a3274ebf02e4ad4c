using System.Buffers.Binary;
using System.Text;

namespace Gatehouse.Ai.Accounting.Spooling;

/// <summary>Reads what <see cref="EntryWriter"/> wrote. Bytes that end too early throw: their checksum was right, so that a fault of ours made them.</summary>
internal ref struct EntryReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public byte Byte() => Take(1)[0];

    public Guid Id() => new(Take(16), bigEndian: true);

    public long? Number()
    {
        if (Byte() == 0)
        {
            return null;
        }

        ulong value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public decimal? Decimal()
    {
        if (Byte() == 0)
        {
            return null;
        }

        Span<int> parts = stackalloc int[4];
        for (int i = 0; i < 4; i++)
        {
            parts[i] = BinaryPrimitives.ReadInt32LittleEndian(Take(4));
        }

        return new decimal(parts);
    }

    public IReadOnlyList<string> Texts()
    {
        int count = (int)Varint();
        if (count == 0)
        {
            return [];
        }

        var values = new string[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = Text() ?? "";
        }

        return values;
    }

    public string? Text() => Varint() is > 0 and var length ? Encoding.UTF8.GetString(Take((int)length - 1)) : null;

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
