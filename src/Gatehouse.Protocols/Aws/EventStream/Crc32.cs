using System.Buffers.Binary;

namespace Gatehouse.Protocols.Aws.EventStream;

/// <summary>CRC-32 of ISO 3309 (zlib, IEEE 802.3), eight octets a step. The platform has one only in a package of its own.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Slices = 8;

    private static readonly uint[] Tables = Build();

    /// <summary>The checksum of octets, or of those before and these.</summary>
    public static uint Of(ReadOnlySpan<byte> octets, uint before = 0)
    {
        uint crc = ~before;
        var tables = Tables.AsSpan(0, Slices * 256);
        while (octets.Length >= Slices)
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(octets) ^ crc;
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(octets[4..]);
            crc = tables[(7 * 256) + (byte)low]
                ^ tables[(6 * 256) + (byte)(low >> 8)]
                ^ tables[(5 * 256) + (byte)(low >> 16)]
                ^ tables[(4 * 256) + (int)(low >> 24)]
                ^ tables[(3 * 256) + (byte)high]
                ^ tables[(2 * 256) + (byte)(high >> 8)]
                ^ tables[256 + (byte)(high >> 16)]
                ^ tables[(int)(high >> 24)];
            octets = octets[Slices..];
        }

        foreach (byte octet in octets)
        {
            crc = tables[(byte)crc ^ octet] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[] Build()
    {
        var tables = new uint[Slices * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ Polynomial;
            }

            tables[i] = value;
        }

        for (int i = 256; i < tables.Length; i++)
        {
            tables[i] = (tables[i - 256] >> 8) ^ tables[(byte)tables[i - 256]];
        }

        return tables;
    }
}
