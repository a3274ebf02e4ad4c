using System.Globalization;
using System.Text;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;

/// <summary>Writes Set-Cookie fields (RFC 6265).</summary>
internal sealed class CookieRules(SessionConfig config)
{
    /// <summary>Sets a cookie of a session: it ends with the browser, and what it holds ends by itself.</summary>
    public byte[] Session(string name, string value, bool isHttps)
        => Write(name, value, config.CookiePath, config.CookieDomain, config.CookieSameSite, config.CookieHttpOnly, isHttps, null);

    /// <summary>Removes a cookie of a session.</summary>
    public byte[] EndSession(string name, bool isHttps)
        => Write(name, "", config.CookiePath, config.CookieDomain, config.CookieSameSite, config.CookieHttpOnly, isHttps, 0);

    /// <summary>
    /// Sets a cookie of a log-in. Lax, whatever sessions are: the provider's answer comes from another site, and a stricter one would
    /// not be there.
    /// </summary>
    public byte[] Login(string name, string value, bool isHttps, int seconds)
        => Write(name, value, "/", config.CookieDomain, config.CookieSameSite == "None" ? "None" : "Lax", true, isHttps, seconds);

    private byte[] Write(string name, string value, string path, string? domain, string sameSite, bool httpOnly, bool isHttps, int? maxAge)
    {
        var text = new StringBuilder(value.Length + 128).Append(name).Append('=').Append(value).Append("; Path=").Append(path);
        if (domain is not null)
        {
            text.Append("; Domain=").Append(domain);
        }

        if (maxAge is { } seconds)
        {
            text.Append(CultureInfo.InvariantCulture, $"; Max-Age={seconds}");
        }

        text.Append("; SameSite=").Append(sameSite);
        if (httpOnly)
        {
            text.Append("; HttpOnly");
        }

        // Browsers take SameSite=None with Secure only.
        if (config.CookieSecure ?? (isHttps || sameSite == "None"))
        {
            text.Append("; Secure");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
