using System.Net;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Http2.Server;

/// <summary>Log lines of HTTP/2 connections (event ids 4200–4299).</summary>
internal static partial class Http2Log
{
    [LoggerMessage(4200, LogLevel.Warning, "HTTP/2 connection of {Address} closed: {Violation}")]
    public static partial void OverBudget(ILogger logger, IPAddress address, FrameViolation violation);

    [LoggerMessage(4201, LogLevel.Error, "An HTTP/2 exchange failed unexpectedly")]
    public static partial void ExchangeThrew(ILogger logger, Exception exception);
}
