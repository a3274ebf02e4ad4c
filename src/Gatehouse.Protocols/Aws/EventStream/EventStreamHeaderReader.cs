using System.Buffers.Binary;
using System.Text.Unicode;

namespace Gatehouse.Protocols.Aws.EventStream;

/// <summary>Reads the headers of one frame: u8 length, name, u8 type, value.</summary>
internal static class EventStreamHeaderReader
{
    public static EventStreamError Read(ReadOnlyMemory<byte> octets, Span<EventStreamHeader> headers, out int count)
    {
        count = 0;
        while (!octets.IsEmpty)
        {
            if (count == headers.Length)
            {
                return EventStreamError.TooManyHeaders;
            }

            var error = ReadOne(ref octets, out var header);
            if (error != EventStreamError.None)
            {
                return error;
            }

            foreach (ref readonly var earlier in headers[..count])
            {
                if (earlier.Is(header.Name.Span))
                {
                    return EventStreamError.DuplicateHeader;
                }
            }

            headers[count++] = header;
        }

        return EventStreamError.None;
    }

    private static EventStreamError ReadOne(ref ReadOnlyMemory<byte> octets, out EventStreamHeader header)
    {
        header = default;
        int nameLength = octets.Span[0];
        if (nameLength == 0 || octets.Length < nameLength + 2 || !Utf8.IsValid(octets.Span.Slice(1, nameLength)))
        {
            return EventStreamError.HeaderName;
        }

        var name = octets.Slice(1, nameLength);
        var type = (EventStreamHeaderType)octets.Span[1 + nameLength];
        octets = octets[(nameLength + 2)..];
        int length = LengthOf(type, octets.Span, out int prefix);
        if (length == Unknown)
        {
            return EventStreamError.HeaderType;
        }

        if (length is < 0 or > EventStreamLimits.MaxValueBytes || octets.Length < prefix + length)
        {
            return EventStreamError.HeaderValue;
        }

        var value = octets.Slice(prefix, length);
        if (type == EventStreamHeaderType.Text && !Utf8.IsValid(value.Span))
        {
            return EventStreamError.HeaderValue;
        }

        octets = octets[(prefix + length)..];
        header = new(name, type, value);
        return EventStreamError.None;
    }

    private const int Unknown = -2;
    private const int Missing = -1;

    private static int LengthOf(EventStreamHeaderType type, ReadOnlySpan<byte> octets, out int prefix)
    {
        prefix = type is EventStreamHeaderType.Bytes or EventStreamHeaderType.Text ? 2 : 0;
        return type switch
        {
            EventStreamHeaderType.True or EventStreamHeaderType.False => 0,
            EventStreamHeaderType.Int8 => 1,
            EventStreamHeaderType.Int16 => 2,
            EventStreamHeaderType.Int32 => 4,
            EventStreamHeaderType.Int64 or EventStreamHeaderType.Timestamp => 8,
            EventStreamHeaderType.Uuid => 16,
            EventStreamHeaderType.Bytes or EventStreamHeaderType.Text => octets.Length < 2 ? Missing : BinaryPrimitives.ReadUInt16BigEndian(octets),
            _ => Unknown,
        };
    }
}
