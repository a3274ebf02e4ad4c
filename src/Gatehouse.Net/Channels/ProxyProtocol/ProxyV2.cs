using System.Buffers.Binary;
using System.Net;

namespace Gatehouse.Net.Channels.ProxyProtocol;

/// <summary>Version 2: a binary block with addresses and extensions (section 2.2).</summary>
internal static class ProxyV2
{
    private const int FixedLength = 16;
    private const byte Local = 0x20, Proxy = 0x21;
    private const byte Unspecified = 0x00, TcpOverIPv4 = 0x11, TcpOverIPv6 = 0x21, UnixStream = 0x31;

    private static ReadOnlySpan<byte> Signature => [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A];

    public static ProxyParseStatus Parse(ReadOnlySpan<byte> data, out ProxyHeader header, out int consumed)
    {
        header = new ProxyHeader(null, null, 2);
        consumed = 0;
        if (!ProxyHeaderParser.AgreesWith(data, Signature)
            || (data.Length > 12 && data[12] is not (Local or Proxy)))
        {
            return ProxyParseStatus.Invalid;
        }
        if (data.Length < FixedLength)
        {
            return ProxyParseStatus.NeedMore;
        }
        int length = BinaryPrimitives.ReadUInt16BigEndian(data[14..]);
        if (FixedLength + length > ProxyHeaderParser.MaxLength)
        {
            return ProxyParseStatus.Invalid;
        }
        if (data.Length < FixedLength + length)
        {
            return ProxyParseStatus.NeedMore;
        }
        ReadOnlySpan<byte> block = data[..(FixedLength + length)];
        // LOCAL: the proxy's own connection (a health check). The rest of the block, the family included, is skipped unread.
        if (data[12] == Proxy && !ParseBlock(block, ref header))
        {
            return ProxyParseStatus.Invalid;
        }
        consumed = block.Length;
        return ProxyParseStatus.Complete;
    }

    private static bool ParseBlock(ReadOnlySpan<byte> block, ref ProxyHeader header)
    {
        ReadOnlySpan<byte> body = block[FixedLength..];
        switch (block[13])
        {
            case Unspecified:
                // Addresses of no known length: nothing behind them can be found either.
                return true;
            case TcpOverIPv4 when body.Length >= 12:
                header = Addresses(body, 4);
                return ProxyExtensions.AreValid(block, FixedLength + 12);
            case TcpOverIPv6 when body.Length >= 36:
                header = Addresses(body, 16);
                return ProxyExtensions.AreValid(block, FixedLength + 36);
            case UnixStream when body.Length >= 216:
                return ProxyExtensions.AreValid(block, FixedLength + 216);
            default:
                // Datagrams do not come over a stream, and other values must be refused.
                return false;
        }
    }

    private static ProxyHeader Addresses(ReadOnlySpan<byte> body, int size) => new(
        new IPEndPoint(new IPAddress(body[..size]), BinaryPrimitives.ReadUInt16BigEndian(body[(2 * size)..])),
        new IPEndPoint(new IPAddress(body[size..(2 * size)]), BinaryPrimitives.ReadUInt16BigEndian(body[((2 * size) + 2)..])),
        2);
}
