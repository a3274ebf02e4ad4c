using System.Net;
using Gatehouse.Gateway.Upstreams.Names;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>Log lines of upstreams and their names (event ids 4100–4199).</summary>
internal static partial class UpstreamLog
{
    [LoggerMessage(4100, LogLevel.Warning, "Looking up '{Host}' failed unexpectedly")]
    public static partial void LookUpThrew(ILogger logger, Exception exception, string host);

    [LoggerMessage(4101, LogLevel.Warning, "Name '{Host}' has no address ({Kind}); requests for it are answered 503 until it has")]
    public static partial void NameLost(ILogger logger, string host, HostAnswerKind kind);

    [LoggerMessage(4103, LogLevel.Error, "Upstream '{Upstream}' at {Address}: {Cause} ({Count} times since this was last said)")]
    public static partial void AttemptFailed(ILogger logger, string upstream, IPEndPoint address, string cause, long count);

    [LoggerMessage(4104, LogLevel.Error, "Upstream '{Upstream}' at {Address}: {Cause}: {Detail} ({Count} times since this was last said)")]
    public static partial void AttemptFailedBecause(ILogger logger, string upstream, IPEndPoint address, string cause, string detail, long count);

    [LoggerMessage(4105, LogLevel.Error, "Upstream '{Upstream}' has no address to send requests to ({Count} times since this was last said)")]
    public static partial void NothingToTry(ILogger logger, string upstream, long count);

    [LoggerMessage(4106, LogLevel.Error, "dns_hostsfile {Path} cannot be read: {Problem}; what it said before holds, other names are asked of the system")]
    public static partial void HostsFileUnreadable(ILogger logger, string path, string problem);

    [LoggerMessage(4107, LogLevel.Warning, "Upstream '{Upstream}' at {Address} is unhealthy: {Reason} ({Cause} check)")]
    public static partial void Unhealthy(ILogger logger, string upstream, IPEndPoint address, string reason, string cause);

    [LoggerMessage(4108, LogLevel.Information, "Upstream '{Upstream}' at {Address} is healthy again: {Reason} (was out by {Cause} check)")]
    public static partial void Healthy(ILogger logger, string upstream, IPEndPoint address, string reason, string cause);

    [LoggerMessage(4102, LogLevel.Debug, "Look-up of '{Host}' failed ({Kind}); its last addresses keep serving")]
    public static partial void ServingStale(ILogger logger, string host, HostAnswerKind kind);
}
