using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Observability;

/// <summary>The node's access log: one JSON object a line, one line a request.</summary>
public sealed class AccessLog : IDisposable
{
    private readonly LogSerializer _serializer;
    private readonly LogStream? _stream;
    private readonly LogContent _content;

    /// <param name="serializer">Formats the lines.</param>
    /// <param name="stream">Where they go; null = the log is off. Disposed with the log.</param>
    /// <param name="content">Default compact: a full line is more than twice as long.</param>
    public AccessLog(LogSerializer serializer, LogStream? stream, LogContent content = LogContent.Compact)
    {
        _serializer = serializer;
        _stream = stream;
        _content = content;
    }

    /// <summary>Whether anything is written; when not, <see cref="Write"/> does nothing.</summary>
    public bool IsEnabled => _stream is not null;

    /// <summary>What happened to the lines so far.</summary>
    public LogSinkCounters Counters => _stream?.Counters ?? default;

    /// <summary>Writes the line of an exchange that is over. On the thread that owns the exchange; allocates nothing.</summary>
    public void Write(Exchange exchange)
    {
        if (_stream is { } stream)
        {
            stream.Append(_serializer.Format(exchange, _content));
        }
    }

    /// <summary>Opens the file anew (SIGHUP, after a rotation).</summary>
    public void Reopen() => _stream?.Reopen();

    /// <summary>Writes what is pending and closes. Call when the loops have stopped.</summary>
    public void Dispose() => _stream?.Dispose();
}
