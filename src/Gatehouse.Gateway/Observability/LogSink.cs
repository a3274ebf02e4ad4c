using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Observability;

/// <summary>
/// One writer thread behind a bounded queue of chunks. Offering never waits: a chunk that finds the queue full is dropped and
/// its lines are counted. Errors of the target are counted and reported, never thrown.
/// </summary>
public sealed class LogSink : IDisposable
{
    /// <summary>
    /// Full chunks that wake the writer. Each wake-up is three context switches on the core of the loop that caused it; with four
    /// chunks (256 KiB) they vanish beside the writing itself. What is less waits for the flush interval of its buffer.
    /// </summary>
    internal const int ChunksPerWake = 4;

    private readonly ILogTarget _target;
    private readonly ILogger? _logger;
    private readonly int _capacity;
    private readonly string _name;
    private readonly Thread _thread;
    private readonly AutoResetEvent _wake = new(false);
    private readonly ConcurrentQueue<LogChunk> _queue = new();
    private readonly ConcurrentQueue<LogChunk> _free = new();
    private int _queued;
    private int _isAsleep;
    private int _reopen;
    private volatile bool _isStopping;
    private long _written, _dropped, _failed, _reported;

    /// <param name="name">Name for messages and the thread.</param>
    /// <param name="target">Where lines go; disposed with the sink.</param>
    /// <param name="logger">For failures and drops; null = none.</param>
    /// <param name="capacity">Chunks that may wait. Default 128 = 8 MiB.</param>
    public LogSink(string name, ILogTarget target, ILogger? logger = null, int capacity = 128)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _name = name;
        _target = target;
        _logger = logger;
        _capacity = capacity;
        _thread = new Thread(Run) { IsBackground = true, Name = $"log {name}" };
        _thread.Start();
    }

    /// <summary>What happened so far.</summary>
    public LogSinkCounters Counters
        => new(Volatile.Read(ref _written), Volatile.Read(ref _dropped), Volatile.Read(ref _failed));

    /// <summary>Asks the writer to open its file anew before the next chunk.</summary>
    public void Reopen()
    {
        Volatile.Write(ref _reopen, 1);
        _wake.Set();
    }

    /// <summary>Writes what is queued, then ends the thread and closes the target. Waits at most five seconds.</summary>
    public void Dispose()
    {
        if (_isStopping)
        {
            return;
        }

        _isStopping = true;
        _wake.Set();
        if (_thread.Join(TimeSpan.FromSeconds(5)))
        {
            _wake.Dispose();
        }

        // What came too late, or stuck behind a target that does not take it, is lost: say so.
        while (_queue.TryDequeue(out var chunk))
        {
            Interlocked.Add(ref _dropped, chunk.Lines);
        }
    }

    internal LogChunk Rent() => _free.TryDequeue(out var chunk) ? chunk : new LogChunk();

    /// <summary>Queues a chunk, or drops it. The caller has given it away either way.</summary>
    /// <param name="chunk">The lines.</param>
    /// <param name="isFlush">Whether they have waited long enough: the writer wakes for them alone.</param>
    internal void Offer(LogChunk chunk, bool isFlush)
    {
        int queued = Interlocked.Increment(ref _queued);
        if (queued > _capacity || _isStopping)
        {
            Interlocked.Decrement(ref _queued);
            Interlocked.Add(ref _dropped, chunk.Lines);
            Return(chunk);
            return;
        }

        // The exchange is a full fence: either the writer sees the chunk, or we see that it sleeps.
        _queue.Enqueue(chunk);
        bool isDue = isFlush || queued >= Math.Min(ChunksPerWake, _capacity);
        if (isDue && Interlocked.Exchange(ref _isAsleep, 0) == 1)
        {
            _wake.Set();
        }
    }

    private void Return(LogChunk chunk)
    {
        chunk.Clear();
        if (chunk.IsPoolable && _free.Count < _capacity)
        {
            _free.Enqueue(chunk);
        }
    }

    private void Run()
    {
        while (true)
        {
            if (Interlocked.Exchange(ref _reopen, 0) == 1)
            {
                Reopen(_target);
            }

            if (_queue.TryDequeue(out var chunk))
            {
                Interlocked.Decrement(ref _queued);
                Write(chunk);
                Return(chunk);
                continue;
            }

            ReportDrops();
            if (_isStopping)
            {
                break;
            }

            Interlocked.Exchange(ref _isAsleep, 1);
            if (_queue.IsEmpty && !_isStopping && Volatile.Read(ref _reopen) == 0)
            {
                _wake.WaitOne();
            }

            Volatile.Write(ref _isAsleep, 0);
        }

        CloseTarget();
    }

    private void Write(LogChunk chunk)
    {
        try
        {
            _target.Write(chunk.Written);
            Interlocked.Add(ref _written, chunk.Lines);
        }
        catch (Exception exception)
        {
            // Whatever it is: a log that cannot be written must not end the process. A file at its size limit is no IOException.
            if (Interlocked.Add(ref _failed, chunk.Lines) == chunk.Lines && _logger is not null)
            {
                ObservabilityLog.LogWriteFailed(_logger, exception, _name);
            }
        }
    }

    private void Reopen(ILogTarget target)
    {
        try
        {
            target.Reopen();
        }
        catch (Exception exception)
        {
            if (_logger is not null)
            {
                ObservabilityLog.LogWriteFailed(_logger, exception, _name);
            }
        }
    }

    private void ReportDrops()
    {
        var counters = Counters;
        long lost = counters.Dropped + counters.Failed;
        if (lost != _reported)
        {
            if (_logger is not null)
            {
                ObservabilityLog.LogLinesLost(_logger, _name, lost - _reported, lost);
            }

            _reported = lost;
        }
    }

    private void CloseTarget()
    {
        try
        {
            _target.Dispose();
        }
        catch (Exception)
        {
            // Everything written has been counted; a failing close has nothing to add.
        }
    }
}
