using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Gatehouse.Gateway.Http2.Server;

/// <summary>
/// Takes back an offer in Kestrel's first frame that we do not serve: SETTINGS_ENABLE_CONNECT_PROTOCOL (RFC 8441). Browsers
/// that see it open WebSockets as CONNECT streams of an existing connection; without it they use HTTP/1.1, which we tunnel.
/// Kestrel has no option for it.
/// </summary>
internal static class ServerSettings
{
    private const int EntrySize = 6;
    private const int EnableConnectProtocol = 0x8;

    /// <summary>Corrects the first bytes of a connection to the client in place. They are in our own pipe, and Kestrel is done with them.</summary>
    public static void Correct(ReadOnlyMemory<byte> first)
    {
        Span<byte> bytes = MemoryMarshal.AsMemory(first).Span;
        if (bytes.Length < FrameHeader.Size || bytes[3] != (byte)FrameType.Settings)
        {
            return;
        }

        int end = Math.Min(bytes.Length, FrameHeader.Size + ((bytes[0] << 16) | (bytes[1] << 8) | bytes[2]));
        for (int at = FrameHeader.Size; at + EntrySize <= end; at += EntrySize)
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]) == EnableConnectProtocol)
            {
                BinaryPrimitives.WriteUInt32BigEndian(bytes[(at + 2)..], 0);
            }
        }
    }
}
