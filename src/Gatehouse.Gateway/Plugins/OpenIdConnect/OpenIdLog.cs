using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect;

/// <summary>Messages of <c>openid-connect</c>. Event ids 4450–4499. Never a token, code, secret or query.</summary>
internal static partial class OpenIdLog
{
    [LoggerMessage(4450, LogLevel.Warning, "openid-connect: {Host} gave no answer of use at {Path}: {Outcome}")]
    public static partial void CallFailed(ILogger logger, string host, string path, string outcome);

    [LoggerMessage(4451, LogLevel.Warning, "openid-connect: {Host} refused the gateway's client at {Path}: {Error}; check client_id, client_secret and client_auth")]
    public static partial void ClientRefused(ILogger logger, string host, string path, string error);

    [LoggerMessage(4452, LogLevel.Warning, "openid-connect: a log-in at {Host} failed: {Reason}")]
    public static partial void LoginFailed(ILogger logger, string host, string reason);

    [LoggerMessage(4453, LogLevel.Warning, "openid-connect: the tokens of a session are {Bytes} bytes, and {Most} fit into its cookies; ask for fewer scopes, or let the provider put less into tokens")]
    public static partial void SessionTooLarge(ILogger logger, int bytes, int most);
}
