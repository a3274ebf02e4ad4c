using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Outbound;

/// <summary>Messages about documents that are fetched. Event ids 4400–4449. Never a query: it may carry a secret.</summary>
internal static partial class OutboundLog
{
    [LoggerMessage(4400, LogLevel.Warning, "Cannot fetch {Path} from {Host}: {Outcome}; {Consequence}")]
    public static partial void DocumentLost(ILogger logger, string host, string path, string outcome, string consequence);

    [LoggerMessage(4401, LogLevel.Information, "Fetched {Path} from {Host} again")]
    public static partial void DocumentBack(ILogger logger, string host, string path);

    [LoggerMessage(4402, LogLevel.Error, "Reading {Path} from {Host} failed")]
    public static partial void DocumentThrew(ILogger logger, Exception exception, string host, string path);
}
