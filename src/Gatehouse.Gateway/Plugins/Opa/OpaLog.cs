using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Plugins.Opa;

/// <summary>Messages of <c>opa</c>. Event ids 4350–4359.</summary>
internal static partial class OpaLog
{
    [LoggerMessage(4350, LogLevel.Error, "opa: no decision from {Host}, requests are refused: {Reason}")]
    public static partial void NoDecision(ILogger logger, string host, string reason);
}
