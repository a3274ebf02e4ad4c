using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Identity.Cookies;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;

/// <summary>Reads and writes the cookies of sessions. What is written waits in the exchange for the answer's head.</summary>
internal sealed class SessionStore
{
    private readonly SessionConfig _config;
    private readonly SealedCookie _cookie;
    private readonly EndedSessions _ended;
    private readonly TimeProvider _time;
    private readonly int _slot;
    private readonly ILogger _logger;
    private readonly string _purpose;

    public SessionStore(OpenIdConnectConfig config, EndedSessions ended, int slot, TimeProvider time, ILogger logger)
    {
        (_config, _ended, _slot, _time, _logger) = (config.Session, ended, slot, time, logger);
        if (_config.Cookie.ProblemWith(_config.CookieName) is { } problem)
        {
            throw new PluginBuildException("config.session_cookie_name: " + problem);
        }

        // A session is good for the provider and client that it was made with.
        _purpose = $"openid-connect session\n{config.Issuer}\n{config.ClientId}\n{_config.Audience}";
        _cookie = new SealedCookie(_config.CookieName, _config.Cookie, new CookieSeal(_purpose, _config.Secrets));
    }

    /// <summary>Whether a cookie of that name is one of these.</summary>
    public bool Owns(ReadOnlySpan<byte> name) => _cookie.Owns(name);

    /// <summary>The sealed session of a request; null when there is none.</summary>
    public byte[]? Find(Exchange exchange) => _cookie.Find(exchange.Request.Headers);

    /// <summary>Opens a sealed session; null when it is not one of ours.</summary>
    public LoginSession? Open(ReadOnlySpan<byte> text) => LoginSession.Read(_cookie.Open(text, Now));

    /// <summary>Whether a session is over, by idleness, age or log-out.</summary>
    public bool IsOver(LoginSession session) => Now >= EndOf(session) || _ended.Contains(_purpose, session.Id);

    /// <summary>
    /// Gives the client a session; false when it is too large for cookies. The request's cookies must still be there: which of them are
    /// left over is to be removed.
    /// </summary>
    public bool TrySet(Exchange exchange, LoginSession session)
    {
        // None of the tokens can be left out: requests are judged by the claims of all.
        if (_cookie.TrySet(Pending(exchange).Cookies, session.Write(), EndOf(session), null, exchange.IsHttps, _cookie.CountIn(exchange.Request.Headers)))
        {
            return true;
        }

        OpenIdLog.SessionTooLarge(_logger, session.Bytes, SealedCookie.MaxContent);
        return false;
    }

    /// <summary>Takes the session away from the client, if it has one.</summary>
    public void End(Exchange exchange)
    {
        if (_cookie.CountIn(exchange.Request.Headers) is > 0 and var count)
        {
            _cookie.Clear(Pending(exchange).Cookies, exchange.IsHttps, count);
        }
    }

    /// <summary>Ends a session for whoever has its cookies.</summary>
    public void Forget(LoginSession session) => _ended.Add(_purpose, session.Id, session.Created + (long)_config.Absolute.TotalSeconds, Now);

    /// <summary>What the answer is to carry.</summary>
    public AnswerFields Pending(Exchange exchange) => AnswerFields.Of(exchange, _slot);

    private long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    // Computed anew when the cookie comes back: limits may have been made shorter since.
    private long EndOf(LoginSession session)
        => Math.Min(session.Used + (long)_config.Idling.TotalSeconds, session.Created + (long)_config.Absolute.TotalSeconds);
}
