using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Composition;

/// <summary>
/// The node's own log (<c>proxy_error_log</c>): one line an event, in the shape of nginx's error log. Lines are written at once,
/// because the last one before a crash is the one that matters; the road logs only what an operator must see.
/// </summary>
internal sealed class ErrorLog : ILoggerProvider
{
    private readonly Lock _lock = new();
    private readonly string? _path;
    private readonly LogLevel _minimum;
    private readonly TimeProvider _time;
    private TextWriter? _writer;

    /// <param name="path">A device, a file path, or null for off.</param>
    /// <param name="minimum">Least level written.</param>
    /// <param name="time">The clock.</param>
    public ErrorLog(string? path, LogLevel minimum, TimeProvider time)
    {
        _path = path;
        _minimum = minimum;
        _time = time;
        _writer = Open(path);
    }

    /// <summary>The level of Kong's <c>log_level</c>.</summary>
    public static LogLevel LevelOf(string kongLevel) => kongLevel switch
    {
        "debug" => LogLevel.Debug,
        "info" or "notice" => LogLevel.Information,
        "warn" => LogLevel.Warning,
        "error" => LogLevel.Error,
        _ => LogLevel.Critical,
    };

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new CategoryLogger(this, categoryName);

    /// <summary>Opens the file anew after a rotation; when that fails, the old one is written on, which says why.</summary>
    public void Reopen()
    {
        try
        {
            var next = Open(_path);
            lock (_lock)
            {
                _writer?.Dispose();
                _writer = next;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Write(LogLevel.Error, nameof(ErrorLog), "the log cannot be opened anew; the old file is written on", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _writer?.Dispose();
            _writer = null;
        }
    }

    private static StreamWriter? Open(string? path) => path switch
    {
        null => null,
        "/dev/stdout" => new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true },
        "/dev/stderr" => new StreamWriter(Console.OpenStandardError()) { AutoFlush = true },
        _ => new StreamWriter(path, append: true, new UTF8Encoding(false)) { AutoFlush = true },
    };

    private void Write(LogLevel level, string category, string message, Exception? error)
    {
        var line = new StringBuilder(256)
            .Append(_time.GetLocalNow().ToString("yyyy/MM/dd HH:mm:ss.fff", CultureInfo.InvariantCulture))
            .Append(" [").Append(NameOf(level)).Append("] ")
            .Append(category[(category.LastIndexOf('.') + 1)..]).Append(": ");
        AppendOnOneLine(line, message);
        for (var e = error; e is not null; e = e.InnerException)
        {
            line.Append(" | ").Append(e.GetType().Name).Append(": ");
            AppendOnOneLine(line, e.Message);
            if (_minimum <= LogLevel.Debug && e.StackTrace is { } trace)
            {
                line.Append('\n').Append(trace);
            }
        }

        lock (_lock)
        {
            try
            {
                _writer?.WriteLine(line.ToString());
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // A full disk must not stop the gateway; there is nowhere left to say so.
            }
        }
    }

    /// <summary>Text from outside must not begin a line of its own.</summary>
    private static void AppendOnOneLine(StringBuilder line, string text)
    {
        foreach (char c in text)
        {
            line.Append(char.IsControl(c) ? ' ' : c);
        }
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "notice", // what the default log_level shows bears its name
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "crit",
    };

    private sealed class CategoryLogger(ErrorLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel)
            => logLevel >= log._minimum && logLevel != LogLevel.None
                // Kestrel and the host say at Information what our own listeners say already.
                && (logLevel >= LogLevel.Warning || !category.StartsWith("Microsoft.", StringComparison.Ordinal));

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Write(logLevel, category, formatter(state, exception), exception);
            }
        }
    }
}
