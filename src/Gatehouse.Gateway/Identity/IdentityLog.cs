using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Identity;

/// <summary>Messages about identities. Event ids 4300–4399.</summary>
internal static partial class IdentityLog
{
    [LoggerMessage(4301, LogLevel.Warning, "Key {Id} of consumer '{Consumer}' was used; it is being replaced by {ReplacedBy} and works until {Until}")]
    public static partial void RetiringKeyUsed(ILogger logger, string id, string consumer, string replacedBy, string until);

    [LoggerMessage(4302, LogLevel.Warning, "Revocation list {Path} cannot be read; what was read before stays in force until it expires: {Reason}")]
    public static partial void RevocationFileFailed(ILogger logger, string path, string reason);
}
