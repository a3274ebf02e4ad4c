namespace Gatehouse.Protocols.Redis.Cluster;

/// <summary>
/// Which of a cluster's 16,384 slots a key is in: CRC-16/XMODEM of the key, or of what stands between its first <c>{</c> and the next
/// <c>}</c> when that is not empty ("Redis cluster specification", "Key distribution model" and "Hash tags").
/// </summary>
internal static class HashSlot
{
    /// <summary>Slots of every cluster.</summary>
    public const int Count = 16_384;

    private const ushort Polynomial = 0x1021;

    private static readonly ushort[] Table = CreateTable();

    /// <summary>The slot, 0–16,383.</summary>
    public static int Of(ReadOnlySpan<byte> key) => Checksum(Hashed(key)) % Count;

    /// <summary>CRC-16/XMODEM.</summary>
    public static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        ushort crc = 0;
        foreach (byte b in bytes)
        {
            crc = (ushort)((crc << 8) ^ Table[(crc >> 8) ^ b]);
        }

        return crc;
    }

    private static ReadOnlySpan<byte> Hashed(ReadOnlySpan<byte> key)
    {
        int open = key.IndexOf((byte)'{');
        if (open < 0)
        {
            return key;
        }

        int length = key[(open + 1)..].IndexOf((byte)'}');
        return length > 0 ? key.Slice(open + 1, length) : key;
    }

    private static ushort[] CreateTable()
    {
        var table = new ushort[256];
        for (int i = 0; i < table.Length; i++)
        {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ Polynomial : crc << 1;
            }

            table[i] = (ushort)crc;
        }

        return table;
    }
}
