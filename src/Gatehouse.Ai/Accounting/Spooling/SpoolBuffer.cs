using System.Buffers;
using Gatehouse.Ai.Accounting.Ledger;

namespace Gatehouse.Ai.Accounting.Spooling;

/// <summary>Composes records in a buffer of the thread.</summary>
internal sealed class SpoolBuffer
{
    private const int InitialBytes = 1024;

    private readonly ArrayBufferWriter<byte> _bytes = new(InitialBytes);
    private byte[] _record = new byte[InitialBytes];

    /// <summary>The calling thread's.</summary>
    [field: ThreadStatic]
    public static SpoolBuffer Current => field ??= new SpoolBuffer();

    /// <summary>A sealed record with an entry; valid until the next one.</summary>
    public ReadOnlySpan<byte> Compose(SpoolRecordKind kind, LedgerEntry entry)
    {
        _bytes.ResetWrittenCount();
        EntryCodec.Write(_bytes, entry);
        return Seal(kind, _bytes.WrittenSpan);
    }

    /// <summary>A sealed record that takes an attempt back; valid until the next one.</summary>
    public ReadOnlySpan<byte> ComposeVoid(Guid attempt)
    {
        Span<byte> id = stackalloc byte[16];
        attempt.TryWriteBytes(id, bigEndian: true, out _);
        return Seal(SpoolRecordKind.Voided, id);
    }

    private ReadOnlySpan<byte> Seal(SpoolRecordKind kind, scoped ReadOnlySpan<byte> payload)
    {
        int size = SpoolFile.SizeOf(payload.Length + 1);
        if (_record.Length < size)
        {
            _record = new byte[size * 2];
        }

        var record = _record.AsSpan(0, size);
        record[^8..].Clear();
        record[SpoolFile.PrefixBytes] = (byte)kind;
        payload.CopyTo(record[(SpoolFile.PrefixBytes + 1)..]);
        SpoolFile.Seal(record, payload.Length + 1);
        return record;
    }
}
