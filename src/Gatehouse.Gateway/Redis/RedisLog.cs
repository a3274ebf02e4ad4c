using Gatehouse.Protocols.Redis;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Redis;

/// <summary>Messages about Redis. Event ids 4500–4519. Never a password, key or value.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(4500, LogLevel.Warning, "Redis {Server} cannot be used: {Reason}")]
    public static partial void Lost(ILogger logger, RedisEndPoint server, string reason);

    [LoggerMessage(4501, LogLevel.Information, "Redis {Server} can be used again")]
    public static partial void Back(ILogger logger, RedisEndPoint server);
}
