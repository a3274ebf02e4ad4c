using System.Text;
using Gatehouse.Gateway.Plugins.OpenIdConnect;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.OpenIdConnect;

public class CookieSealTests
{
    private static readonly string First = new('a', 32), Second = new('b', 32);

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a longer text, ünïcode")]
    public void Sealed_content_opens(string content)
    {
        var seal = new CookieSeal([First], "p");
        byte[] bytes = Encoding.UTF8.GetBytes(content);

        Assert.Equal(bytes, seal.Open(Encoding.ASCII.GetBytes(seal.Seal(bytes))));
        Assert.NotEqual(seal.Seal(bytes), seal.Seal(bytes));
    }

    [Fact]
    public void Any_changed_character_keeps_it_shut()
    {
        var seal = new CookieSeal([First], "p");
        byte[] text = Encoding.ASCII.GetBytes(seal.Seal("content"u8));

        for (int i = 0; i < text.Length; i++)
        {
            byte[] changed = [.. text];
            // Two steps in the alphabet: also where the last character has spare bits.
            changed[i] = (byte)(changed[i] is >= (byte)'a' and < (byte)'y' ? changed[i] + 1 : 'a' + (i % 20));
            if (i < text.Length - 1 && changed[i] != text[i])
            {
                Assert.Null(seal.Open(changed));
            }
        }

        Assert.Null(seal.Open(text.AsSpan(0, text.Length - 4)));
        Assert.Null(seal.Open("!!!"u8));
        Assert.Null(seal.Open(default));
    }

    [Fact]
    public void Other_purpose_and_other_secret_keep_it_shut()
    {
        byte[] text = Encoding.ASCII.GetBytes(new CookieSeal([First], "session").Seal("content"u8));

        Assert.Null(new CookieSeal([First], "log-in").Open(text));
        Assert.Null(new CookieSeal([Second], "session").Open(text));
    }

    [Fact]
    public void Retired_secret_opens_and_no_longer_seals()
    {
        byte[] old = Encoding.ASCII.GetBytes(new CookieSeal([First], "p").Seal("content"u8));
        var rotated = new CookieSeal([Second, First], "p");

        Assert.NotNull(rotated.Open(old));
        Assert.Null(new CookieSeal([First], "p").Open(Encoding.ASCII.GetBytes(rotated.Seal("content"u8))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(20_000)]
    public void Session_reads_what_it_wrote(int length)
    {
        var session = new LoginSession
        {
            Created = 1,
            Used = 2,
            Expires = long.MaxValue,
            IsAccessTokenVerified = true,
            AccessToken = new string('a', length),
            IdToken = "id",
            RefreshToken = "",
        };
        byte[] bytes = session.Write();

        Assert.Equal(session, LoginSession.Read(bytes));
        Assert.Null(LoginSession.Read(bytes.AsSpan(0, bytes.Length - 1).ToArray()));
        Assert.Null(LoginSession.Read([2, .. bytes.AsSpan(1)]));
        Assert.Null(LoginSession.Read(null));
    }

    [Theory]
    [InlineData("{}", true, "s=v; Path=/; SameSite=Lax; HttpOnly; Secure")]
    [InlineData("{}", false, "s=v; Path=/; SameSite=Lax; HttpOnly")]
    [InlineData("""{"session_cookie_secure":true}""", false, "s=v; Path=/; SameSite=Lax; HttpOnly; Secure")]
    [InlineData("""{"session_cookie_same_site":"None"}""", false, "s=v; Path=/; SameSite=None; HttpOnly; Secure")]
    [InlineData("""{"session_cookie_domain":"x.test","session_cookie_path":"/a","session_cookie_http_only":false,"session_cookie_same_site":"Strict"}""", false,
        "s=v; Path=/a; Domain=x.test; SameSite=Strict")]
    public void Cookie_is_written_as_configured(string config, bool isHttps, string expected)
    {
        var rules = new CookieRules(SessionConfig.From(new Core.Schemas.ConfigReader(System.Text.Json.Nodes.JsonNode.Parse(config)!.AsObject())));

        Assert.Equal(expected, Encoding.ASCII.GetString(rules.Session("s", "v", isHttps)));
    }
}
