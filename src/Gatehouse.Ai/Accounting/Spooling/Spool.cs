using System.Collections.Concurrent;
using Gatehouse.Ai.Accounting.Ledger;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Ai.Accounting.Spooling;

/// <summary>
/// The node's durable queue of attempts. Appending is a copy into mapped memory under a lock held for that copy; what a disk does, it does on
/// the spool's own thread, for all records since the last time at once.
/// </summary>
internal sealed partial class Spool : IAsyncDisposable
{
    /// <summary>Segments beyond <see cref="SpoolOptions.MaxBytes"/>, for the ends of attempts that were let in before.</summary>
    private const int Reserve = 2;

    /// <summary>Ends that wait in memory while the disk takes nothing.</summary>
    private const int MaxWaiting = 100_000;

    private readonly Lock _lock = new();
    private readonly SpoolOptions _options;
    private readonly ILogger _logger;
    private readonly FileStream _ownership;
    private readonly List<SpoolExtent> _sealed;
    private readonly List<SpoolSegment> _retired = [];
    private readonly ConcurrentQueue<byte[]> _waiting = new();
    private readonly SpoolThread _thread;
    private SpoolSegment _current;
    private SpoolSegment? _spare;
    private TaskCompletionSource<bool> _durable = NewSignal();
    private long _next;
    private volatile bool _isFull;
    private volatile bool _isBroken;
    private bool _isNoted;
    private long _appended, _refused, _lost;

    private Spool(SpoolOptions options, ILogger logger, FileStream ownership)
    {
        _options = options;
        _logger = logger;
        _ownership = ownership;
        _sealed = [.. SpoolFile.AllIn(options.Directory).Select(f => new SpoolExtent(f.Sequence, f.Path, new FileInfo(f.Path).Length, true))];
        _next = _sealed.Count == 0 ? 1 : _sealed[^1].Sequence + 1;
        _current = SpoolSegment.Create(options.Directory, _next++, options.SegmentBytes);
        MakeSpare();
        _thread = new SpoolThread(this, options.SyncInterval);
    }

    /// <summary>Whether attempts may begin: there is room, and the disk works.</summary>
    public bool IsAccepting => !_isFull && !_isBroken;

    /// <summary>Whether more than half of the room is taken.</summary>
    public bool IsHalfFull => Bytes > _options.MaxBytes / 2;

    /// <summary>Records that were taken.</summary>
    public long Appended => Interlocked.Read(ref _appended);

    /// <summary>Beginnings that were refused.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Ends that neither disk nor memory had room for: such attempts count as interrupted after a restart.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Bytes of all files.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return Total();
            }
        }
    }

    /// <summary>Opens the folder; segments that are there wait to be read.</summary>
    /// <exception cref="IOException">Another process uses it, or it cannot be written.</exception>
    public static Spool Open(SpoolOptions options, ILogger logger)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SegmentBytes, 64 << 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.SegmentBytes, 1 << 30);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxBytes, 3L * options.SegmentBytes);
        options = options with { SegmentBytes = options.SegmentBytes & ~7 };
        Directory.CreateDirectory(options.Directory);
        var ownership = new FileStream(Path.Combine(options.Directory, "owner.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            return new Spool(options, logger, ownership);
        }
        catch
        {
            ownership.Dispose();
            throw;
        }
    }

    /// <summary>Notes that a vendor is about to be asked; false when there is no room, and nobody may be asked. On any thread, never waits.</summary>
    /// <param name="entry">What is true if nothing more is heard of it.</param>
    public bool TryStart(LedgerEntry entry)
    {
        if (IsAccepting && TryAppend(SpoolBuffer.Current.Compose(SpoolRecordKind.Started, entry)))
        {
            return true;
        }

        Interlocked.Increment(ref _refused);
        return false;
    }

    /// <summary>Notes how an attempt ended. On any thread, never waits, never refuses.</summary>
    public void End(LedgerEntry entry) => Keep(SpoolBuffer.Current.Compose(SpoolRecordKind.Ended, entry));

    /// <summary>Notes again that an attempt has begun, so that the segment which said so first can go. Never refuses.</summary>
    public void Carry(LedgerEntry entry) => Keep(SpoolBuffer.Current.Compose(SpoolRecordKind.Started, entry));

    /// <summary>Notes that an attempt did not happen. On any thread, never waits.</summary>
    public void Void(Guid attempt) => Keep(SpoolBuffer.Current.ComposeVoid(attempt));

    /// <summary>Completes when the disk has all that was appended before: true, or false if it failed. One wait of the disk serves all who ask.</summary>
    public Task<bool> WhenDurable()
    {
        lock (_lock)
        {
            var durable = _durable.Task;
            _thread.Hurry();
            return durable;
        }
    }

    /// <summary>What can be read now, oldest first.</summary>
    public IReadOnlyList<SpoolExtent> Extents()
    {
        lock (_lock)
        {
            return [.. _sealed, new SpoolExtent(_current.Sequence, _current.Path, _current.Written, false)];
        }
    }

    /// <summary>Deletes a sealed segment.</summary>
    public void Delete(long sequence)
    {
        lock (_lock)
        {
            int index = _sealed.FindIndex(e => e.Sequence == sequence);
            if (index >= 0)
            {
                File.Delete(_sealed[index].Path);
                _sealed.RemoveAt(index);
                Measure();
                _thread.Wake();
            }
        }
    }

    /// <summary>Puts a segment aside that cannot be read; it is no longer counted.</summary>
    public void PutAside(long sequence)
    {
        lock (_lock)
        {
            int index = _sealed.FindIndex(e => e.Sequence == sequence);
            if (index >= 0)
            {
                File.Move(_sealed[index].Path, _sealed[index].Path + ".unreadable", overwrite: true);
                _sealed.RemoveAt(index);
                Measure();
            }
        }
    }

    /// <summary>Writes everything to the disk and lets go of the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await _thread.StopAsync().ConfigureAwait(false);
        _thread.Dispose();
        lock (_lock)
        {
            _retired.ForEach(s => s.Dispose());
            _current.Dispose();
            if (_spare is { } spare)
            {
                spare.Dispose();
                File.Delete(spare.Path);
            }
        }

        await _ownership.DisposeAsync().ConfigureAwait(false);
    }

    private static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Keep(ReadOnlySpan<byte> record)
    {
        if (!_waiting.IsEmpty || !TryAppend(record))
        {
            if (_waiting.Count >= MaxWaiting)
            {
                Interlocked.Increment(ref _lost);
                return;
            }

            _waiting.Enqueue(record.ToArray());
            _thread.Hurry();
        }
    }

    private bool TryAppend(ReadOnlySpan<byte> record)
    {
        lock (_lock)
        {
            if (!_current.TryAppend(record) && !TryRotate(record))
            {
                return false;
            }

            _appended++;
            if (!_isNoted)
            {
                _isNoted = true;
                _thread.Wake();
            }

            return true;
        }
    }

    private bool TryRotate(ReadOnlySpan<byte> record)
    {
        if (_spare is null)
        {
            return false;
        }

        _sealed.Add(new SpoolExtent(_current.Sequence, _current.Path, _current.Written, true));
        _retired.Add(_current);
        _current = _spare;
        _spare = null;
        Measure();
        _thread.Hurry();
        return _current.TryAppend(record);
    }
}
