using System.Security.Cryptography;
using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Identity.Sources;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Flows;

/// <summary>Cookies of log-ins that have begun: one for each, so that several tabs do not take each other's.</summary>
internal sealed class LoginCookies
{
    private const int MaxAtATime = 5;
    private const int StateInName = 12;

    private readonly string _prefix;
    private readonly byte[] _prefixBytes;
    private readonly CookieSeal _seal;
    private readonly SessionStore _store;
    private readonly TimeSpan _lifetime;

    public LoginCookies(OpenIdConnectConfig config, SessionStore store)
    {
        _prefix = config.Login.CookieName + "_";
        _prefixBytes = Encoding.ASCII.GetBytes(_prefix);
        _store = store;
        _lifetime = config.Login.CookieLifetime;
        _seal = new CookieSeal(config.Session.Secrets, $"openid-connect log-in\n{config.Login.CookieName}\n{config.Issuer}\n{config.ClientId}");
    }

    /// <summary>Whether a cookie of that name is one of these.</summary>
    public bool Owns(ReadOnlySpan<byte> name) => name.Length == _prefixBytes.Length + StateInName && name.StartsWith(_prefixBytes);

    /// <summary>Gives the browser the cookie of a log-in. Of too many that were never finished, none is kept.</summary>
    public void Set(Exchange exchange, LoginState login)
    {
        var names = Present(exchange.Request.Headers);
        if (names.Count >= MaxAtATime)
        {
            names.ForEach(n => Remove(exchange, n));
        }

        _store.Pending(exchange).Cookies.Add(
            _store.Rules.Login(NameOf(login.State), _seal.Seal(login.Write()), exchange.IsHttps, (int)_lifetime.TotalSeconds));
    }

    /// <summary>Whether this browser has begun a log-in with that state.</summary>
    public bool Has(Exchange exchange, string state) => CookieValues.TryFind(exchange.Request.Headers, Encoding.UTF8.GetBytes(NameOf(state)), out _);

    /// <summary>The log-in with that state, which can be taken once; null when this browser has not begun it, or too long ago.</summary>
    public LoginState? Take(Exchange exchange, string state, DateTimeOffset now)
    {
        string name = NameOf(state);
        if (!CookieValues.TryFind(exchange.Request.Headers, Encoding.UTF8.GetBytes(name), out var value) || LoginState.Read(_seal.Open(value)) is not { } login)
        {
            return null;
        }

        Remove(exchange, name);
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(login.State), Encoding.UTF8.GetBytes(state))
            && now.ToUnixTimeSeconds() - login.Created <= (long)_lifetime.TotalSeconds
                ? login
                : null;
    }

    private void Remove(Exchange exchange, string name) => _store.Pending(exchange).Cookies.Add(_store.Rules.Login(name, "", exchange.IsHttps, 0));

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
