namespace Gatehouse.Ai.Accounting.Spooling;

/// <summary>What the spool does on its own thread: everything that may wait for a disk.</summary>
internal sealed partial class Spool
{
    /// <summary>What the disk is needed for. On the spool's thread.</summary>
    internal void Work()
    {
        MakeSpare();
        Drain();
        TaskCompletionSource<bool> done;
        SpoolSegment[] retired;
        SpoolSegment current;
        lock (_lock)
        {
            done = _durable;
            _durable = NewSignal();
            _isNoted = false;
            retired = [.. _retired];
            current = _current;
        }

        bool isDone = Sync(retired, current);
        if (isDone)
        {
            lock (_lock)
            {
                _retired.RemoveAll(s => retired.Contains(s));
            }

            Array.ForEach(retired, s => s.Dispose());
        }

        done.SetResult(isDone);
    }

    /// <summary>Whether the thread should come back by itself.</summary>
    internal bool HasWork => !_waiting.IsEmpty || _spare is null || _isBroken;

    private void MakeSpare()
    {
        lock (_lock)
        {
            Measure();
            if (_spare is not null || Total() + _options.SegmentBytes > _options.MaxBytes + (Reserve * (long)_options.SegmentBytes))
            {
                return;
            }
        }

        try
        {
            var spare = SpoolSegment.Create(_options.Directory, _next, _options.SegmentBytes);
            lock (_lock)
            {
                _next++;
                _spare = spare;
                Measure();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            AccountingLog.NoRoom(_logger, e.Message);
        }
    }

    private void Drain()
    {
        while (_waiting.TryPeek(out byte[]? record) && TryAppend(record))
        {
            _waiting.TryDequeue(out _);
        }
    }

    private bool Sync(SpoolSegment[] retired, SpoolSegment current)
    {
        try
        {
            foreach (var segment in (ReadOnlySpan<SpoolSegment>)[.. retired, current])
            {
                if (segment.IsDirty)
                {
                    segment.Sync();
                }
            }

            _isBroken = false;
            return true;
        }
        catch (IOException e)
        {
            _isBroken = true;
            AccountingLog.DiskFailed(_logger, e.Message);
            return false;
        }
    }

    // Half a segment is kept for ends when no further one could be made.
    private void Measure() => _isFull = Total() > _options.MaxBytes || (_spare is null && _current.Room < _options.SegmentBytes / 2);

    private long Total() => _sealed.Sum(e => Math.Max(e.Bytes, _options.SegmentBytes)) + _options.SegmentBytes + (_spare is null ? 0 : _options.SegmentBytes);
}
