using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Core.Validation;

/// <summary>An address range. IPv4-mapped IPv6 addresses count as IPv4, so that both spellings mean the same peer.</summary>
/// <param name="IsV6">Whether the bounds are IPv6.</param>
/// <param name="First">First address, as a number.</param>
/// <param name="Last">Last address, inclusive.</param>
public readonly record struct CidrBlock(bool IsV6, UInt128 First, UInt128 Last)
{
    /// <summary>Parses <c>address</c> or <c>address/bits</c>. Host bits are ignored, as nginx does.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out CidrBlock block)
    {
        block = default;
        int slash = text.IndexOf('/');
        if (!AddressText.TryParse(slash < 0 ? text : text[..slash], out var address))
        {
            return false;
        }

        int width = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        int bits = width;
        if (slash >= 0 && (!TryParseBits(text[(slash + 1)..], out bits) || bits > width))
        {
            return false;
        }

        bool isMappedBlock = width == 128 && address.IsIPv4MappedToIPv6 && bits >= 96;
        if (isMappedBlock)
        {
            address = address.MapToIPv4();
            bits -= 96;
            width = 32;
        }

        var value = NumberOf(address, out bool isV6);
        var hostMask = bits == width ? UInt128.Zero : (UInt128.MaxValue >> (128 - (width - bits)));
        block = new CidrBlock(isV6, value & ~hostMask, value | hostMask);
        return true;
    }

    /// <summary>The address as a number, without allocating.</summary>
    public static UInt128 NumberOf(IPAddress address, out bool isV6)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        isV6 = length == 16;
        if (!isV6)
        {
            return BinaryPrimitives.ReadUInt32BigEndian(bytes);
        }

        if (address.IsIPv4MappedToIPv6)
        {
            isV6 = false;
            return BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]);
        }

        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>Without leading zeros: "08" is 8 for some readers and an error for others.</summary>
    private static bool TryParseBits(ReadOnlySpan<char> text, out int bits)
    {
        bits = 0;
        return (text.Length == 1 || (text.Length is 2 or 3 && text[0] != '0'))
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out bits);
    }
}
