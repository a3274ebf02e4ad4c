using System.Security.Cryptography;
using System.Text;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Identity.Cookies;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity.Cookies;

public sealed class SealedCookieTests
{
    private const long Now = 1_800_000_000;

    private static readonly HeaderName SetCookie = new("Set-Cookie");

    private readonly SealedCookie _cookie = new("s", new CookieAttributes(), new CookieSeal("test", "secret"));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(100, 1)]
    [InlineData(2500, 1)]
    [InlineData(2600, 2)]
    [InlineData(13_000, 5)]
    public void Content_comes_back_from_as_many_cookies_as_it_needs(int length, int cookies)
    {
        byte[] content = RandomNumberGenerator.GetBytes(length);
        var lines = Set(content);

        Assert.Equal(cookies, lines.Count);
        Assert.All(lines, l => Assert.InRange(l.Length, 1, 4096));
        Assert.Equal(content, _cookie.Read(Request(lines), Now));
        Assert.Equal(cookies, _cookie.CountIn(Request(lines)));
    }

    [Fact]
    public void Content_that_is_too_large_is_refused_whole()
    {
        var response = new HeaderMap();

        Assert.True(_cookie.TrySet(new HeaderMap(), new byte[SealedCookie.MaxContent], Now, null, isTls: true));
        Assert.False(_cookie.TrySet(response, new byte[SealedCookie.MaxContent + 64], Now, null, isTls: true));
        Assert.Equal(0, response.Count);
    }

    [Fact]
    public void Smaller_content_clears_cookies_that_are_left_over()
    {
        var before = Set(new byte[10_000]);
        var after = Set(new byte[10], _cookie.CountIn(Request(before)));

        Assert.Equal(4, before.Count);
        Assert.Equal(["s", "s_2", "s_3", "s_4"], after.Select(l => l[..l.IndexOf('=', StringComparison.Ordinal)]));
        Assert.All(after.Skip(1), l => Assert.Contains("=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/", l, StringComparison.Ordinal));
    }

    [Fact]
    public void Cookies_behind_a_missing_one_are_cleared_too()
    {
        var request = new HeaderMap();
        request.Add(HeaderNames.Cookie, "s=1; s_4=x");

        Assert.Equal(4, _cookie.CountIn(request));
        Assert.Equal(["s", "s_2", "s_3", "s_4"], Set(new byte[10], _cookie.CountIn(request)).Select(l => l[..l.IndexOf('=', StringComparison.Ordinal)]));
    }

    [Fact]
    public void Text_that_was_found_opens_later()
    {
        var request = Request(Set(new byte[6000]));

        byte[] text = _cookie.Find(request)!;

        Assert.Equal(6000, _cookie.Open(text, Now)!.Length);
        Assert.Null(_cookie.Open(text, Now + 1));
        Assert.Null(_cookie.Find(new HeaderMap()));
    }

    [Theory]
    [InlineData("s", true)]
    [InlineData("s_2", true)]
    [InlineData("s_5", true)]
    [InlineData("s_6", false)]
    [InlineData("S", false)]
    [InlineData("", false)]
    public void Own_names_are_known(string name, bool expected) => Assert.Equal(expected, _cookie.Owns(Encoding.ASCII.GetBytes(name)));

    [Fact]
    public void Cookie_for_all_sites_is_secure_also_over_plain_HTTP()
    {
        var attributes = new CookieAttributes { SameSite = SameSite.None };

        Assert.EndsWith("; SameSite=None; Secure; HttpOnly", Encoding.ASCII.GetString(attributes.TextOf(isTls: false)), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_swapped_or_foreign_parts_do_not_open()
    {
        var lines = Set(RandomNumberGenerator.GetBytes(6000));
        string[] values = [.. lines.Select(l => l[(l.IndexOf('=', StringComparison.Ordinal) + 1)..l.IndexOf(';', StringComparison.Ordinal)])];
        Assert.Equal(3, values.Length);

        Assert.Null(Read($"s={values[0]}; s_2={values[1]}"));
        Assert.Null(Read($"s_2={values[1]}; s_3={values[2]}"));
        Assert.Null(Read($"s={values[0]}; s_2={values[2]}; s_3={values[1]}"));
        Assert.Null(Read($"s=2{values[0][1..]}; s_2={values[1]}; s_3={values[2]}"));
        Assert.Null(Read($"s=9{values[0][1..]}; s_2={values[1]}; s_3={values[2]}"));
        Assert.NotNull(Read($"s_3={values[2]}; s_2={values[1]}; s={values[0]}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("s=")]
    [InlineData("s=1.")]
    [InlineData("s=0.AAAA")]
    [InlineData("s=6.AAAA")]
    [InlineData("s=1AAAA")]
    [InlineData("S=1.AAAA")]
    public void Nonsense_is_nothing(string cookies) => Assert.Null(Read(cookies));

    [Fact]
    public void Value_that_is_too_long_is_not_even_decoded() => Assert.Null(Read($"s=1.{new string('A', 5000)}"));

    [Theory]
    [InlineData(true, null, "; Path=/; SameSite=Strict; Secure; HttpOnly")]
    [InlineData(false, 60L, "; Max-Age=60; Path=/; SameSite=Strict; HttpOnly")]
    public void Attributes_follow_the_request(bool isTls, long? maxAge, string expected)
    {
        var response = new HeaderMap();
        Assert.True(_cookie.TrySet(response, default, Now, maxAge, isTls));
        Assert.EndsWith(expected, Lines(response)[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s=1; a=b", "a=b")]
    [InlineData("a=b; s=1; s_2=2; c=d", "a=b; c=d")]
    [InlineData("a=b;c=d", "a=b;c=d")]
    [InlineData("s", null)]
    [InlineData("ss=1; s_6=2", "ss=1; s_6=2")]
    [InlineData("s=1; s=2", null)]
    public void Hide_removes_these_cookies_only(string cookies, string? rest)
    {
        var request = new HeaderMap();
        request.Add(HeaderNames.Cookie, cookies);

        _cookie.Hide(request);

        Assert.Equal(rest, request.GetString(HeaderNames.Cookie));
    }

    [Theory]
    [InlineData("a b", "/", null, "Strict", null)]
    [InlineData("", "/", null, "Strict", null)]
    [InlineData("s", "x", null, "Strict", null)]
    [InlineData("s", "/;Domain=evil", null, "Strict", null)]
    [InlineData("s", "/\r\nX: y", null, "Strict", null)]
    [InlineData("s", "/", "a b", "Strict", null)]
    [InlineData("s", "/", null, "None", false)]
    [InlineData("__Host-s", "/", null, "Strict", null)]
    [InlineData("__Host-s", "/a", null, "Strict", true)]
    [InlineData("__host-s", "/", "a.test", "Strict", true)]
    [InlineData("__Secure-s", "/", null, "Strict", false)]
    public void Cookies_that_browsers_refuse_or_that_break_out_are_refused(string name, string path, string? domain, string sameSite, bool? secure)
        => Assert.NotNull(new CookieAttributes { Path = path, Domain = domain, SameSite = CookieAttributes.ParseSameSite(sameSite), Secure = secure }.ProblemWith(name));

    [Theory]
    [InlineData("s", "/", "a.test", "None", null)]
    [InlineData("__Host-s", "/", null, "Lax", true)]
    [InlineData("__Secure-s", "/a", "a.test", "Default", true)]
    public void Cookies_that_browsers_take_are_fine(string name, string path, string? domain, string sameSite, bool? secure)
        => Assert.Null(new CookieAttributes { Path = path, Domain = domain, SameSite = CookieAttributes.ParseSameSite(sameSite), Secure = secure }.ProblemWith(name));

    private List<string> Set(byte[] content, int present = 0)
    {
        var response = new HeaderMap();
        Assert.True(_cookie.TrySet(response, content, Now, null, isTls: true, present));
        return Lines(response);
    }

    private byte[]? Read(string cookies)
    {
        var request = new HeaderMap();
        request.Add(HeaderNames.Cookie, cookies);
        return _cookie.Read(request, Now);
    }

    private static HeaderMap Request(IEnumerable<string> lines)
    {
        var request = new HeaderMap();
        request.Add(HeaderNames.Cookie, string.Join("; ", lines.Select(l => l[..l.IndexOf(';', StringComparison.Ordinal)])));
        return request;
    }

    private static List<string> Lines(HeaderMap response)
    {
        var lines = new List<string>();
        foreach (var field in response.Values(SetCookie))
        {
            lines.Add(Encoding.ASCII.GetString(field.Value));
        }

        return lines;
    }
}
