using Gatehouse.Core.Exchanges;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;

/// <summary>Reads and writes the cookies of sessions. What is written waits in the exchange for the answer's head.</summary>
internal sealed class SessionStore
{
    private readonly ChunkedCookie _cookie;
    private readonly CookieSeal _seal;
    private readonly CookieRules _rules;
    private readonly int _slot;
    private readonly ILogger _logger;

    public SessionStore(OpenIdConnectConfig config, int slot, ILogger logger)
    {
        _cookie = new ChunkedCookie(config.Session.CookieName);
        _rules = new CookieRules(config.Session);
        // A session is good for the provider and client that it was made with.
        _seal = new CookieSeal(config.Session.Secrets, $"openid-connect session\n{config.Session.CookieName}\n{config.Issuer}\n{config.ClientId}");
        (_slot, _logger) = (slot, logger);
    }

    /// <summary>How cookies are written.</summary>
    public CookieRules Rules => _rules;

    /// <summary>Whether a cookie of that name is one of these.</summary>
    public bool Owns(ReadOnlySpan<byte> name) => _cookie.Owns(name);

    /// <summary>The sealed session of a request; null when there is none.</summary>
    public byte[]? Find(Exchange exchange) => _cookie.Read(exchange.Request.Headers);

    /// <summary>Opens a sealed session; null when it is not one of ours.</summary>
    public LoginSession? Open(ReadOnlySpan<byte> cookie) => LoginSession.Read(_seal.Open(cookie));

    /// <summary>Gives the client a session; false when it is too large for cookies. The request's cookies must still be there: which of them are left over is to be removed.</summary>
    public bool TrySet(Exchange exchange, LoginSession session)
    {
        string value = _seal.Seal(session.Write());
        if (value.Length > ChunkedCookie.Capacity)
        {
            // The ID token is only a hint for the log-out once its claims are not needed.
            OpenIdLog.SessionTooLarge(_logger, session.Bytes);
            value = _seal.Seal((session with { IdToken = "" }).Write());
            if (value.Length > ChunkedCookie.Capacity)
            {
                return false;
            }
        }

        foreach (var (name, part) in _cookie.Write(value, exchange.Request.Headers))
        {
            Pending(exchange).Cookies.Add(part is null ? _rules.EndSession(name, exchange.IsHttps) : _rules.Session(name, part, exchange.IsHttps));
        }

        return true;
    }

    /// <summary>Takes the session away from the client.</summary>
    public void End(Exchange exchange)
    {
        foreach (string name in _cookie.Present(exchange.Request.Headers))
        {
            Pending(exchange).Cookies.Add(_rules.EndSession(name, exchange.IsHttps));
        }
    }

    /// <summary>What the answer is to carry.</summary>
    public ResponseCookies Pending(Exchange exchange) => ResponseCookies.Of(exchange, _slot);
}
