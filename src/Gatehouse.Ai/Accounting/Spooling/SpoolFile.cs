using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Gatehouse.Ai.Accounting.Spooling;

/// <summary>
/// The format of a segment: 32 bytes of header (mark, sequence number), then records, each padded to 8 bytes: length of kind and payload,
/// CRC-32C over length, kind and payload, kind, payload. A length of 0, or a checksum that is wrong, is the end.
/// </summary>
internal static class SpoolFile
{
    /// <summary>Bytes before the first record.</summary>
    public const int HeaderBytes = 32;

    /// <summary>Bytes of a record before its kind.</summary>
    public const int PrefixBytes = 8;

    /// <summary>Greatest record that is believed: an entry is bounded by its codec to a quarter of that.</summary>
    public const int MaxRecordBytes = 512 << 10;

    private const string Extension = ".spool";

    private static ReadOnlySpan<byte> Mark => "GHSPOOL1"u8;

    /// <summary>Name of a segment.</summary>
    public static string PathOf(string directory, long sequence) => Path.Combine(directory, sequence.ToString("D16", CultureInfo.InvariantCulture) + Extension);

    /// <summary>Segments of a folder by rising number.</summary>
    public static IReadOnlyList<(long Sequence, string Path)> AllIn(string directory) =>
    [
        .. Directory.EnumerateFiles(directory, "*" + Extension)
            .Select(p => (Ok: long.TryParse(Path.GetFileNameWithoutExtension(p), CultureInfo.InvariantCulture, out long number), Number: number, Path: p))
            .Where(f => f.Ok).OrderBy(f => f.Number).Select(f => (f.Number, f.Path)),
    ];

    /// <summary>Writes the header.</summary>
    public static void WriteHeader(Span<byte> header, long sequence)
    {
        header[..HeaderBytes].Clear();
        Mark.CopyTo(header);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], sequence);
    }

    /// <summary>Whether a header is of this format.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> header) => header.StartsWith(Mark);

    /// <summary>Bytes that a record takes.</summary>
    /// <param name="content">Kind and payload.</param>
    public static int SizeOf(int content) => (PrefixBytes + content + 7) & ~7;

    /// <summary>Fills in length and checksum of a record whose kind and payload are in place.</summary>
    /// <param name="record">Prefix, kind and payload; padding may follow.</param>
    /// <param name="content">Bytes of kind and payload.</param>
    public static void Seal(Span<byte> record, int content)
    {
        BinaryPrimitives.WriteInt32LittleEndian(record, content);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Checksum(record[..4], record.Slice(PrefixBytes, content)));
    }

    /// <summary>The next record; false at the end, be it torn or whole.</summary>
    /// <param name="bytes">What is left of the segment.</param>
    /// <param name="kind">What the record says.</param>
    /// <param name="payload">Of what.</param>
    /// <param name="size">Bytes to the record behind it.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out SpoolRecordKind kind, out ReadOnlySpan<byte> payload, out int size)
    {
        kind = default;
        payload = default;
        size = 0;
        if (bytes.Length < PrefixBytes)
        {
            return false;
        }

        int content = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (content is < 1 or > MaxRecordBytes || bytes.Length < PrefixBytes + content)
        {
            return false;
        }

        var body = bytes.Slice(PrefixBytes, content);
        if (Checksum(bytes[..4], body) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]))
        {
            return false;
        }

        kind = (SpoolRecordKind)body[0];
        payload = body[1..];
        size = Math.Min(SizeOf(content), bytes.Length);
        return true;
    }

    // RFC 3720, appendix B.4: the Castagnoli polynomial, all ones before and after.
    private static uint Checksum(ReadOnlySpan<byte> length, ReadOnlySpan<byte> body) => ~Over(Over(uint.MaxValue, length), body);

    private static uint Over(uint crc, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (byte one in bytes)
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return crc;
    }
}
