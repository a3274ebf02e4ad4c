using Gatehouse.Net.Loops;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway;

/// <summary>Logs exceptions that came out of callbacks of loops: defects, after which the loop goes on.</summary>
internal static partial class LoopFailures
{
    /// <summary>Starts logging.</summary>
    public static void Log(LoopGroup group, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<LoopGroup>();
        group.CallbackFailed += (loop, error) => LogCallbackFailed(logger, loop.Index, error);
    }

    [LoggerMessage(EventId = 1201, Level = LogLevel.Error, Message = "A callback of event loop {Loop} failed")]
    private static partial void LogCallbackFailed(ILogger logger, int loop, Exception error);
}
