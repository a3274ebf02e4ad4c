using System.Buffers;
using System.Buffers.Binary;

namespace Gatehouse.Protocols.Aws.EventStream;

/// <summary>Writes frames of <c>application/vnd.amazon.eventstream</c>.</summary>
public static class EventStreamEncoder
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/vnd.amazon.eventstream";

    /// <summary>Writes one frame. Throws <see cref="ArgumentException"/> for a payload over 24 MiB.</summary>
    public static void Write(IBufferWriter<byte> output, EventStreamHeaderBlock headers, ReadOnlySpan<byte> payload)
    {
        if (payload.Length > EventStreamLimits.Default.MaxPayloadBytes)
        {
            throw new ArgumentException("Longer than a frame may be.", nameof(payload));
        }

        int total = EventStreamLimits.Overhead + headers.Octets.Length + payload.Length;
        var frame = output.GetSpan(total)[..total];
        BinaryPrimitives.WriteInt32BigEndian(frame, total);
        BinaryPrimitives.WriteInt32BigEndian(frame[4..], headers.Octets.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame[8..], Crc32.Of(frame[..8]));
        headers.Octets.CopyTo(frame[EventStreamLimits.PreludeBytes..]);
        payload.CopyTo(frame[(EventStreamLimits.PreludeBytes + headers.Octets.Length)..]);
        BinaryPrimitives.WriteUInt32BigEndian(frame[^4..], Crc32.Of(frame[..^4]));
        output.Advance(total);
    }
}
