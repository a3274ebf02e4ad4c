using System.Buffers;

namespace Gatehouse.Ai.Accounting.Spooling;

/// <summary>Reads segments, also the one that is being written: pages of a mapping and of a file are the same.</summary>
internal static class SpoolReader
{
    private const int MaxRead = 4 << 20;

    /// <summary>Records from a position on, some megabytes at a time; empty at the end, be it whole or torn.</summary>
    /// <exception cref="FormatException">It is not a segment, or of another version.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<SpoolRecord> Read(in SpoolExtent extent, long position)
    {
        using var handle = File.OpenHandle(extent.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        int length = (int)Math.Min(Math.Max(extent.Bytes - position, 0), MaxRead);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Max(length, SpoolFile.HeaderBytes));
        try
        {
            if (position == 0)
            {
                int header = Fill(handle, buffer.AsSpan(0, SpoolFile.HeaderBytes), 0);
                if (header < SpoolFile.HeaderBytes)
                {
                    return [];
                }

                if (!SpoolFile.IsHeader(buffer))
                {
                    throw new FormatException($"{Path.GetFileName(extent.Path)} is not a spool segment");
                }

                position = SpoolFile.HeaderBytes;
                length = (int)Math.Min(Math.Max(extent.Bytes - position, 0), MaxRead);
            }

            return Parse(buffer.AsSpan(0, Fill(handle, buffer.AsSpan(0, Math.Min(length, buffer.Length)), position)), position);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static List<SpoolRecord> Parse(ReadOnlySpan<byte> bytes, long position)
    {
        var records = new List<SpoolRecord>();
        while (SpoolFile.TryRead(bytes, out var kind, out var payload, out int size))
        {
            position += size;
            bytes = bytes[size..];
            if (kind == SpoolRecordKind.Voided)
            {
                records.Add(new SpoolRecord(kind, new Guid(payload, bigEndian: true), null, position));
                continue;
            }

            var entry = EntryCodec.Read(payload);
            records.Add(new SpoolRecord(kind, entry.AttemptId, entry, position));
        }

        return records;
    }

    private static int Fill(Microsoft.Win32.SafeHandles.SafeFileHandle handle, Span<byte> buffer, long position)
    {
        int filled = 0;
        while (filled < buffer.Length && RandomAccess.Read(handle, buffer[filled..], position + filled) is > 0 and var read)
        {
            filled += read;
        }

        return filled;
    }
}
