using System.Buffers.Binary;
using System.Net;

namespace Gatehouse.Gateway.Hygiene;

/// <summary>What counts as one client where addresses are limited: whoever has an IPv6 address has 2^64 of them.</summary>
internal static class ClientNetwork
{
    /// <summary>The same number for all addresses of one client: an IPv4 address, or the first 64 bits of an IPv6 address.</summary>
    public static ulong KeyOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (!address.TryWriteBytes(bytes, out int length))
        {
            return 0;
        }

        // Some systems give IPv4 peers as ::ffff:a.b.c.d.
        return length == 4 ? 0xffff_0000_0000UL | BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : address.IsIPv4MappedToIPv6 ? 0xffff_0000_0000UL | BinaryPrimitives.ReadUInt32BigEndian(bytes[12..])
            : BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }
}
