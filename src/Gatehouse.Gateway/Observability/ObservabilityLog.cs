using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Observability;

/// <summary>Messages about logs and metrics themselves. Event ids 4000–4099.</summary>
internal static partial class ObservabilityLog
{
    [LoggerMessage(4000, LogLevel.Error, "log {Name}: writing failed, lines are lost until it works again")]
    public static partial void LogWriteFailed(ILogger logger, Exception exception, string name);

    [LoggerMessage(4001, LogLevel.Warning, "log {Name}: {Lines} lines were lost, {Total} since the start")]
    public static partial void LogLinesLost(ILogger logger, string name, long lines, long total);

    [LoggerMessage(4004, LogLevel.Information, "audit {Record}")]
    public static partial void AuditRecord(ILogger logger, string record);

    [LoggerMessage(4005, LogLevel.Warning, "audit: {Count} records were not shown here, more than {Limit} a second; give them a file with proxy_audit_log")]
    public static partial void AuditRecordsHidden(ILogger logger, long count, int limit);

    [LoggerMessage(4002, LogLevel.Warning, "http-log {Endpoint}: sending failed: {Reason}")]
    public static partial void HttpLogFailed(ILogger logger, string endpoint, string reason);

    [LoggerMessage(4003, LogLevel.Error, "http-log {Endpoint}: {Entries} entries were lost: {Reason}")]
    public static partial void HttpLogLost(ILogger logger, string endpoint, long entries, string reason);
}
