using System.Security.Cryptography;
using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Identity.Cookies;
using Gatehouse.Gateway.Identity.Sources;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Flows;

/// <summary>Cookies of log-ins that have begun: one for each, so that several tabs do not take each other's.</summary>
internal sealed class LoginCookies
{
    private const int MaxAtATime = 5;
    private const int StateInName = 12;

    // With name and attributes it fits the 4096 bytes that browsers take for a cookie (RFC 6265 section 6.1).
    private const int MaxContent = 2600;

    private readonly string _prefix;
    private readonly byte[] _prefixBytes;
    private readonly CookieSeal _seal;
    private readonly CookieWriter _writer;
    private readonly SessionStore _store;
    private readonly TimeSpan _lifetime;

    public LoginCookies(OpenIdConnectConfig config, SessionStore store)
    {
        _prefix = config.Login.CookieName + "_";
        _prefixBytes = Encoding.ASCII.GetBytes(_prefix);
        _store = store;
        _lifetime = config.Login.CookieLifetime;
        _seal = new CookieSeal($"openid-connect log-in\n{config.Issuer}\n{config.ClientId}", config.Session.Secrets);
        // Whatever sessions are: the provider's answer comes from another site, and a stricter one would not be there. A form that
        // another site sends brings none but those of no restriction.
        var attributes = config.Session.Cookie with
        {
            Path = "/",
            HttpOnly = true,
            SameSite = config.Login.UsesFormPost || config.Session.Cookie.SameSite == SameSite.None ? SameSite.None : SameSite.Lax,
        };
        if (attributes.ProblemWith(_prefix) is { } problem)
        {
            throw new PluginBuildException("config.authorization_cookie_name: " + problem);
        }

        _writer = new CookieWriter(attributes);
    }

    /// <summary>Whether a cookie of that name is one of these.</summary>
    public bool Owns(ReadOnlySpan<byte> name) => name.Length == _prefixBytes.Length + StateInName && name.StartsWith(_prefixBytes);

    /// <summary>
    /// Gives the browser the cookie of a log-in. Of too many that were never finished, none is kept; a target that is too long for a
    /// cookie is shortened.
    /// </summary>
    public void Set(Exchange exchange, LoginState login)
    {
        var names = Present(exchange.Request.Headers);
        if (names.Count >= MaxAtATime)
        {
            names.ForEach(n => Remove(exchange, n));
        }

        byte[] content = login.Write();
        foreach (string shorter in (string[])[login.Target.Split('?')[0], "/"])
        {
            content = content.Length > MaxContent ? (login with { Target = shorter }).Write() : content;
        }

        string name = NameOf(login.State);
        byte[] text = _seal.Seal(content, Encoding.ASCII.GetBytes(name), login.Created + (long)_lifetime.TotalSeconds);
        _writer.Set(_store.Pending(exchange).Cookies, name, text, (long)_lifetime.TotalSeconds, exchange.IsHttps);
    }

    /// <summary>Whether this browser has begun a log-in with that state.</summary>
    public bool Has(Exchange exchange, string state) => CookieValues.TryFind(exchange.Request.Headers, Encoding.UTF8.GetBytes(NameOf(state)), out _);

    /// <summary>The log-in with that state, which can be taken once; null when this browser has not begun it, or too long ago.</summary>
    public LoginState? Take(Exchange exchange, string state, DateTimeOffset now)
    {
        string name = NameOf(state);
        byte[] nameBytes = Encoding.UTF8.GetBytes(name);
        if (!CookieValues.TryFind(exchange.Request.Headers, nameBytes, out var value)
            || LoginState.Read(_seal.Open(value, nameBytes, now.ToUnixTimeSeconds())) is not { } login)
        {
            return null;
        }

        Remove(exchange, name);
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(login.State), Encoding.UTF8.GetBytes(state)) ? login : null;
    }

    private void Remove(Exchange exchange, string name) => _writer.Clear(_store.Pending(exchange).Cookies, name, exchange.IsHttps);

    private string NameOf(string state) => _prefix + (state.Length > StateInName ? state[..StateInName] : state);

    private List<string> Present(HeaderMap headers)
    {
        var names = new List<string>();
        foreach (var field in headers.Values(HeaderNames.Cookie))
        {
            foreach (var range in field.Value.Split((byte)';'))
            {
                var pair = field.Value[range].Trim(" \t"u8);
                if (pair.IndexOf((byte)'=') is > 0 and int equals && Owns(pair[..equals]))
                {
                    names.Add(Encoding.ASCII.GetString(pair[..equals]));
                }
            }
        }

        return names;
    }
}
