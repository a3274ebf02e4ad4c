using System.Globalization;
using System.Text;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Identity.Cookies;

/// <summary>Writes Set-Cookie (RFC 6265 section 4.1) for cookies of the same attributes.</summary>
internal sealed class CookieWriter(CookieAttributes attributes)
{
    private static readonly HeaderName SetCookie = new("Set-Cookie");

    private readonly byte[] _plain = attributes.TextOf(isTls: false);
    private readonly byte[] _tls = attributes.TextOf(isTls: true);

    /// <summary>Adds a cookie to an answer.</summary>
    /// <param name="headers">Of the answer.</param>
    /// <param name="name">A token.</param>
    /// <param name="value">Characters that a cookie may have.</param>
    /// <param name="maxAge">Seconds that the browser keeps it; null = until it is closed.</param>
    /// <param name="isTls">Whether the request came over TLS.</param>
    public void Set(HeaderMap headers, string name, ReadOnlySpan<byte> value, long? maxAge, bool isTls)
    {
        string lifetime = maxAge is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"; Max-Age={seconds}") : "";
        headers.Add(SetCookie, [.. Encoding.ASCII.GetBytes(name), (byte)'=', .. value, .. Encoding.ASCII.GetBytes(lifetime), .. isTls ? _tls : _plain]);
    }

    /// <summary>Makes the browser forget a cookie. Expires is for those that do not know Max-Age.</summary>
    public void Clear(HeaderMap headers, string name, bool isTls)
        => headers.Add(SetCookie,
        [
            .. Encoding.ASCII.GetBytes(name), .. "=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"u8, .. isTls ? _tls : _plain,
        ]);
}
