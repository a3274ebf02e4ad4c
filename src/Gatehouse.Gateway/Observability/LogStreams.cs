using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Observability;

/// <summary>
/// The files that plugins write to, shared by path: two instances, or the old and the new one during a reload, append to one
/// file through one writer. Closed when the last user lets go.
/// </summary>
public sealed class LogStreams(int loops, TimeProvider time, ILogger? logger = null) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Path, bool Reopen), Entry> _entries = [];

    /// <summary>A share of the stream of a path.</summary>
    /// <param name="path">File, <c>/dev/stdout</c> or <c>/dev/stderr</c>.</param>
    /// <param name="reopenEachTime">Whether the file is opened for each write.</param>
    public LogStreamLease Acquire(string path, bool reopenEachTime)
    {
        var key = (path, reopenEachTime);
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                var target = LogTargets.ForPath(path);
                var sink = new LogSink(path, reopenEachTime ? new ReopeningLogTarget(target) : target, logger);
                entry = new Entry(new LogStream(sink, loops, time));
                _entries.Add(key, entry);
            }

            entry.Users++;
            return new LogStreamLease(entry.Stream, () => Release(key, entry));
        }
    }

    /// <summary>Opens all files anew (SIGHUP).</summary>
    public void Reopen()
    {
        lock (_lock)
        {
            foreach (var entry in _entries.Values)
            {
                entry.Stream.Reopen();
            }
        }
    }

    /// <summary>Closes all files.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var entry in _entries.Values)
            {
                entry.Stream.Dispose();
            }

            _entries.Clear();
        }
    }

    private void Release((string Path, bool Reopen) key, Entry entry)
    {
        lock (_lock)
        {
            if (--entry.Users > 0)
            {
                return;
            }

            _entries.Remove(key);
        }

        // Outside the lock: closing waits for the writer.
        entry.Stream.Dispose();
    }

    private sealed class Entry(LogStream stream)
    {
        public LogStream Stream { get; } = stream;

        public int Users { get; set; }
    }
}
