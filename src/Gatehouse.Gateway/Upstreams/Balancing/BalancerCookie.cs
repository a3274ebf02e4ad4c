using System.Globalization;
using System.Text;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Forwarding;
using Gatehouse.Gateway.Identity.Cookies;
using Gatehouse.Gateway.Identity.Sources;

namespace Gatehouse.Gateway.Upstreams.Balancing;

/// <summary>The cookie that an upstream keeps its clients apart by: a random UUID that is hashed, or the token of a peer. It lasts as long as the browser's session.</summary>
internal sealed class BalancerCookie
{
    private const int TokenLength = 32;

    private static readonly HeaderName SetCookie = new("Set-Cookie");

    private readonly byte[] _name;
    private readonly byte[] _plain;
    private readonly byte[] _tls;

    /// <param name="name">A token (RFC 9110).</param>
    /// <param name="path">Path for which browsers send it.</param>
    public BalancerCookie(string name, string path)
    {
        var attributes = new CookieAttributes { Path = path, SameSite = SameSite.Lax };
        _name = Encoding.ASCII.GetBytes(name);
        _plain = attributes.TextOf(isTls: false);
        _tls = attributes.TextOf(isTls: true);
    }

    /// <summary>The token in the request's cookie; 0 when there is none that could be one.</summary>
    public UInt128 ReadToken(HeaderMap headers)
        => CookieValues.TryFind(headers, _name, out var value) && value.Length == TokenLength
            && UInt128.TryParse(value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var token) ? token : 0;

    /// <summary>Writes a token as a cookie's value.</summary>
    public static int Write(UInt128 token, Span<byte> value)
        => token.TryFormat(value, out int written, "x32", CultureInfo.InvariantCulture) ? written : 0;

    /// <summary>Adds the cookie to an answer.</summary>
    public void AddTo(HeaderMap headers, ReadOnlySpan<byte> value, bool isTls, ByteWriter scratch)
    {
        scratch.Clear();
        scratch.Write(_name);
        scratch.Write("="u8);
        scratch.Write(value);
        scratch.Write(isTls ? _tls : _plain);
        headers.Add(SetCookie, scratch.Written);
    }
}
