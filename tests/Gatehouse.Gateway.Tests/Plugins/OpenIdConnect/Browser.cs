using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;

namespace Gatehouse.Gateway.Tests.Plugins.OpenIdConnect;

/// <summary>Keeps cookies between exchanges.</summary>
internal sealed class Browser
{
    private readonly Dictionary<string, string> _cookies = [];

    public IReadOnlyDictionary<string, string> Cookies => _cookies;

    public Browser Copy()
    {
        var copy = new Browser();
        foreach (var (name, value) in _cookies)
        {
            copy._cookies[name] = value;
        }

        return copy;
    }

    public async Task<FakeExchange> GetAsync(Plugin plugin, string target, string method = "GET", string accept = "text/html")
    {
        var exchange = new FakeExchange(method, target).With("Accept", accept);
        if (_cookies.Count > 0)
        {
            exchange.With("Cookie", string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}")));
        }

        await OpenIdFixture.SendAsync(plugin, exchange);
        foreach (var field in exchange.Response.Headers.Values(new HeaderName("Set-Cookie")))
        {
            string text = System.Text.Encoding.ASCII.GetString(field.Value);
            string[] pair = text.Split(';')[0].Split('=', 2);
            if (text.Contains("Max-Age=0", StringComparison.Ordinal))
            {
                _cookies.Remove(pair[0]);
            }
            else
            {
                _cookies[pair[0]] = pair[1];
            }
        }

        return exchange;
    }

    public void Forget(string prefix)
    {
        foreach (string name in _cookies.Keys.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).ToArray())
        {
            _cookies.Remove(name);
        }
    }
}
