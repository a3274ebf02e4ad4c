using System.Buffers.Binary;

namespace Gatehouse.Protocols.Aws.EventStream;

/// <summary>How a frame begins: two lengths and their checksum, <see cref="EventStreamLimits.PreludeBytes"/> octets.</summary>
/// <param name="TotalLength">Octets of the whole frame.</param>
/// <param name="HeadersLength">Octets of its headers.</param>
public readonly record struct EventStreamPrelude(int TotalLength, int HeadersLength)
{
    /// <summary>
    /// Reads and checks the first <see cref="EventStreamLimits.PreludeBytes"/> octets of a frame. Lengths before their checksum: an absurd
    /// length is the better answer to what is no event stream at all.
    /// </summary>
    public static EventStreamError Read(ReadOnlySpan<byte> octets, EventStreamLimits limits, out EventStreamPrelude prelude)
    {
        prelude = default;
        uint total = BinaryPrimitives.ReadUInt32BigEndian(octets);
        uint headers = BinaryPrimitives.ReadUInt32BigEndian(octets[4..]);
        if (headers > (uint)limits.MaxHeaderBytes)
        {
            return EventStreamError.HeadersLength;
        }

        if (total < EventStreamLimits.Overhead || total > (long)EventStreamLimits.Overhead + headers + limits.MaxPayloadBytes)
        {
            return EventStreamError.PayloadLength;
        }

        if (headers > total - EventStreamLimits.Overhead)
        {
            return EventStreamError.HeadersLength;
        }

        prelude = new((int)total, (int)headers);
        return BinaryPrimitives.ReadUInt32BigEndian(octets[8..]) == Crc32.Of(octets[..8]) ? EventStreamError.None : EventStreamError.PreludeChecksum;
    }
}
