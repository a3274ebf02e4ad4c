using System.Buffers.Binary;
using System.Numerics;

namespace Gatehouse.Gateway.Upstreams.Balancing;

/// <summary>XXH64 (Collet, "xxHash fast digest algorithm"): the same number on every node and after every start.</summary>
internal static class StableHash
{
    private const ulong P1 = 0x9E3779B185EBCA87;
    private const ulong P2 = 0xC2B2AE3D27D4EB4F;
    private const ulong P3 = 0x165667B19E3779F9;
    private const ulong P4 = 0x85EBCA77C2B2AE63;
    private const ulong P5 = 0x27D4EB2F165667C5;

    /// <summary>Hash of bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> data, ulong seed = 0)
    {
        ulong length = (ulong)data.Length;
        ulong hash = data.Length >= 32 ? Stripes(ref data, seed) : seed + P5;
        hash += length;
        for (; data.Length >= 8; data = data[8..])
        {
            hash ^= Round(0, BinaryPrimitives.ReadUInt64LittleEndian(data));
            hash = (BitOperations.RotateLeft(hash, 27) * P1) + P4;
        }

        if (data.Length >= 4)
        {
            hash ^= BinaryPrimitives.ReadUInt32LittleEndian(data) * P1;
            hash = (BitOperations.RotateLeft(hash, 23) * P2) + P3;
            data = data[4..];
        }

        foreach (byte b in data)
        {
            hash ^= b * P5;
            hash = BitOperations.RotateLeft(hash, 11) * P1;
        }

        return Mix(hash);
    }

    /// <summary>Spreads the bits of a number over all of it.</summary>
    public static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * P2;
        hash = (hash ^ (hash >> 29)) * P3;
        return hash ^ (hash >> 32);
    }

    private static ulong Stripes(ref ReadOnlySpan<byte> data, ulong seed)
    {
        ulong v1 = seed + P1 + P2;
        ulong v2 = seed + P2;
        ulong v3 = seed;
        ulong v4 = seed - P1;
        for (; data.Length >= 32; data = data[32..])
        {
            v1 = Round(v1, BinaryPrimitives.ReadUInt64LittleEndian(data));
            v2 = Round(v2, BinaryPrimitives.ReadUInt64LittleEndian(data[8..]));
            v3 = Round(v3, BinaryPrimitives.ReadUInt64LittleEndian(data[16..]));
            v4 = Round(v4, BinaryPrimitives.ReadUInt64LittleEndian(data[24..]));
        }

        ulong hash = BitOperations.RotateLeft(v1, 1) + BitOperations.RotateLeft(v2, 7) + BitOperations.RotateLeft(v3, 12) + BitOperations.RotateLeft(v4, 18);
        return Merge(Merge(Merge(Merge(hash, v1), v2), v3), v4);
    }

    private static ulong Round(ulong state, ulong input) => BitOperations.RotateLeft(state + (input * P2), 31) * P1;

    private static ulong Merge(ulong hash, ulong state) => ((hash ^ Round(0, state)) * P1) + P4;
}
