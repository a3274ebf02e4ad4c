namespace Gatehouse.Gateway.Observability;

/// <summary>
/// The lines of one loop on their way to a sink: gathered in a chunk that is handed over when it is full or after the flush
/// interval. The buffer of a loop is touched by that loop alone; the lock is only ever contended in the shared one, and at the end.
/// </summary>
internal sealed class LogBuffer : IDisposable
{
    private readonly LogSink _sink;
    private readonly ILogFlushTimer _timer;
    private readonly int _flushMilliseconds;
    private readonly Lock _lock = new();
    private LogChunk? _chunk;

    public LogBuffer(LogSink sink, int flushMilliseconds, Func<Action, ILogFlushTimer> createTimer)
    {
        _sink = sink;
        _flushMilliseconds = flushMilliseconds;
        _timer = createTimer(Flush);
    }

    /// <summary>Adds a line (without its end).</summary>
    public void Append(ReadOnlySpan<byte> line)
    {
        lock (_lock)
        {
            if (_chunk is { } chunk)
            {
                if (chunk.TryAppend(line))
                {
                    return;
                }

                _sink.Offer(chunk, isFlush: false);
                _chunk = _sink.Rent();
                _chunk.TryAppend(line);
                return;
            }

            _chunk = _sink.Rent();
            _chunk.TryAppend(line);
            _timer.Arm(_flushMilliseconds);
        }
    }

    /// <summary>Hands over what there is.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            if (_chunk is { } chunk)
            {
                _chunk = null;
                _sink.Offer(chunk, isFlush: true);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        Flush();
    }
}
