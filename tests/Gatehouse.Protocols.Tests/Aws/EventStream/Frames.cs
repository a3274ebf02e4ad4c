using System.Buffers.Binary;
using System.Globalization;
using Gatehouse.Protocols.Aws.EventStream;

namespace Gatehouse.Protocols.Tests.Aws.EventStream;

/// <summary>Frames made by hand, right checksums around anything, and frames as text to compare.</summary>
internal static class Frames
{
    public static byte[] Of(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[16 + headers.Length + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), headers.Length);
        headers.CopyTo(frame.AsSpan(12));
        payload.CopyTo(frame.AsSpan(12 + headers.Length));
        return Sealed(frame);
    }

    /// <summary>Puts both checksums right, whatever the rest is.</summary>
    public static byte[] Sealed(byte[] frame)
    {
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(8), Crc32.Of(frame.AsSpan(0, 8)));
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(frame.Length - 4), Crc32.Of(frame.AsSpan(0, frame.Length - 4)));
        return frame;
    }

    /// <summary>All frames of a stream given in these pieces, then its error.</summary>
    public static (List<string> Frames, EventStreamError Error) Read(EventStreamDecoder decoder, params IEnumerable<byte[]> pieces)
    {
        var frames = new List<string>();
        foreach (byte[] piece in pieces)
        {
            for (int at = 0; at < piece.Length;)
            {
                var status = decoder.Read(piece.AsSpan(at), out int used);
                at += used;
                if (status == EventStreamStatus.Malformed)
                {
                    return (frames, decoder.Error);
                }

                if (status == EventStreamStatus.Complete)
                {
                    frames.Add(TextOf(decoder.Message));
                }
            }
        }

        return (frames, decoder.End());
    }

    public static string TextOf(in EventStreamMessage message)
        => $"{string.Join(',', message.Headers.ToArray().Select(h => $"{System.Text.Encoding.UTF8.GetString(h.Name.Span)}={ValueOf(h)}"))} {System.Text.Encoding.UTF8.GetString(message.Payload.Span)}";

    private static string ValueOf(EventStreamHeader header)
        => header.AsText() ?? header.AsUuid()?.ToString() ?? header.AsInteger()?.ToString(CultureInfo.InvariantCulture) ?? Convert.ToHexStringLower(header.Value.Span);
}
