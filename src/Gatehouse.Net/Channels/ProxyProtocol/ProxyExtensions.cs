using System.Buffers.Binary;
using System.Numerics;

namespace Gatehouse.Net.Channels.ProxyProtocol;

/// <summary>
/// The type-length-value area behind the addresses of version 2. Nothing in it is used, but every length is checked: a value that
/// spills over the area is the attack of CVE-2026-47692. A checksum, where there is one, must be right (section 2.2.3).
/// </summary>
internal static class ProxyExtensions
{
    private const byte Checksum = 0x03, Tls = 0x20;
    private const int ChecksumLength = 4;

    /// <summary>Bytes before the nested values of the TLS extension: one of flags, four of the verification's result.</summary>
    private const int TlsFixedLength = 5;

    public static bool AreValid(ReadOnlySpan<byte> block, int start)
    {
        int checksumAt = -1;
        ReadOnlySpan<byte> area = block[start..];
        for (int at = 0; at < area.Length;)
        {
            if (!TryNext(area, at, out byte type, out ReadOnlySpan<byte> value))
            {
                return false;
            }
            if (type == Checksum)
            {
                if (checksumAt >= 0 || value.Length != ChecksumLength)
                {
                    return false;
                }
                checksumAt = start + at + 3;
            }
            else if (type == Tls && !IsValidTls(value))
            {
                return false;
            }
            at += 3 + value.Length;
        }
        return checksumAt < 0 || IsChecksumRight(block, checksumAt);
    }

    private static bool IsValidTls(ReadOnlySpan<byte> value)
    {
        if (value.Length < TlsFixedLength)
        {
            return false;
        }
        ReadOnlySpan<byte> nested = value[TlsFixedLength..];
        for (int at = 0; at < nested.Length;)
        {
            if (!TryNext(nested, at, out _, out ReadOnlySpan<byte> inner))
            {
                return false;
            }
            at += 3 + inner.Length;
        }
        return true;
    }

    private static bool TryNext(ReadOnlySpan<byte> area, int at, out byte type, out ReadOnlySpan<byte> value)
    {
        type = 0;
        value = default;
        if (area.Length - at < 3)
        {
            return false;
        }
        type = area[at];
        int length = BinaryPrimitives.ReadUInt16BigEndian(area[(at + 1)..]);
        if (length > area.Length - at - 3)
        {
            return false;
        }
        value = area.Slice(at + 3, length);
        return true;
    }

    /// <summary>CRC-32C over the whole header with the checksum itself taken as zero.</summary>
    private static bool IsChecksumRight(ReadOnlySpan<byte> block, int checksumAt)
    {
        uint crc = uint.MaxValue;
        for (int i = 0; i < block.Length; i++)
        {
            bool inChecksum = i >= checksumAt && i < checksumAt + ChecksumLength;
            crc = BitOperations.Crc32C(crc, inChecksum ? (byte)0 : block[i]);
        }
        return ~crc == BinaryPrimitives.ReadUInt32BigEndian(block[checksumAt..]);
    }
}
