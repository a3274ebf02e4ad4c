using Gatehouse.Net.Loops;
using Gatehouse.Protocols.Prometheus;

namespace Gatehouse.Gateway.Observability;

/// <summary>A sink with one buffer per loop and one for all other threads.</summary>
public sealed class LogStream : IDisposable
{
    /// <summary>Longest time that a line waits in a buffer, milliseconds.</summary>
    public const int DefaultFlushMilliseconds = 100;

    private readonly LogSink _sink;
    private readonly LogBuffer?[] _buffers;
    private readonly LogBuffer _shared;
    private readonly int _flushMilliseconds;
    private int _isDisposed;

    /// <param name="sink">Where chunks go; disposed with the stream.</param>
    /// <param name="loops">Number of event loops.</param>
    /// <param name="time">Clock of the buffer for other threads.</param>
    /// <param name="flushMilliseconds">Longest time a line waits in a buffer. Default 100 ms.</param>
    public LogStream(LogSink sink, int loops, TimeProvider time, int flushMilliseconds = DefaultFlushMilliseconds)
    {
        _sink = sink;
        _flushMilliseconds = flushMilliseconds;
        _buffers = new LogBuffer?[loops + 1];
        _shared = new LogBuffer(sink, flushMilliseconds, flush => new ClockFlushTimer(time, flush));
        _buffers[MetricShard.Shared] = _shared;
    }

    /// <summary>What happened to the lines so far.</summary>
    public LogSinkCounters Counters => _sink.Counters;

    /// <summary>Adds a line (without its end) to the buffer of the calling thread. Never waits for the target.</summary>
    public void Append(ReadOnlySpan<byte> line)
    {
        if (Loop.Current is { } loop && (uint)(loop.Index + 1) < (uint)_buffers.Length)
        {
            (_buffers[loop.Index + 1] ?? CreateBuffer(loop)).Append(line);
        }
        else
        {
            _shared.Append(line);
        }
    }

    /// <summary>Opens the target anew (SIGHUP).</summary>
    public void Reopen() => _sink.Reopen();

    /// <summary>Hands over what the buffers hold, writes it, and closes. Call when the loops have stopped.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        foreach (var buffer in _buffers)
        {
            buffer?.Dispose();
        }

        _sink.Dispose();
    }

    private LogBuffer CreateBuffer(Loop loop)
    {
        var buffer = new LogBuffer(_sink, _flushMilliseconds, flush => new LoopFlushTimer(loop, flush));
        Volatile.Write(ref _buffers[loop.Index + 1], buffer);
        return buffer;
    }
}
