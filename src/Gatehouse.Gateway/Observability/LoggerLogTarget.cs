using System.Text;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Observability;

/// <summary>
/// Hands lines to the node's own log, at most so many a second: what does not fit is counted and said in one line. For logs that
/// nobody has given a file of their own.
/// </summary>
internal sealed class LoggerLogTarget(ILogger logger, TimeProvider time, int linesPerSecond = 100) : ILogTarget
{
    private long _second;
    private int _shown;
    private long _hidden;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> lines)
    {
        foreach (var range in lines.Split((byte)'\n'))
        {
            if (!lines[range].IsEmpty)
            {
                WriteLine(lines[range]);
            }
        }
    }

    /// <inheritdoc/>
    public void Reopen()
    {
        // The node's log is opened anew by its owner.
    }

    /// <inheritdoc/>
    public void Dispose() => ReportHidden();

    private void WriteLine(ReadOnlySpan<byte> line)
    {
        long second = time.GetTimestamp() / time.TimestampFrequency;
        if (second != _second)
        {
            ReportHidden();
            (_second, _shown) = (second, 0);
        }

        if (_shown++ >= linesPerSecond)
        {
            _hidden++;
            return;
        }

        if (logger.IsEnabled(LogLevel.Information))
        {
            ObservabilityLog.AuditRecord(logger, Encoding.UTF8.GetString(line));
        }
    }

    private void ReportHidden()
    {
        if (_hidden > 0)
        {
            ObservabilityLog.AuditRecordsHidden(logger, _hidden, linesPerSecond);
            _hidden = 0;
        }
    }
}
