using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.OpenIdConnect;

/// <summary>Tokens with which the provider is asked about their person; and answers that no provider should give.</summary>
public sealed class UserInfoTests
{
    private const string UserInfo = """{"auth_methods":["bearer","userinfo"]}""";
    private const string Introspection = """{"auth_methods":["introspection"],"client_id":["gateway"],"client_secret":["s3cret"]}""";

    [Theory]
    [InlineData(200, """{"sub":"alice","groups":["staff"]}""", 0)]
    [InlineData(200, """{"sub":"alice","groups":["others"]}""", 403)]
    [InlineData(200, """{"sub":"alice","groups":["staff"],"exp":1}""", 401)]
    [InlineData(200, """{"groups":["staff"]}""", 503)]
    [InlineData(200, """{"sub":"","groups":["staff"]}""", 503)]
    [InlineData(200, """{"sub":7,"groups":["staff"]}""", 503)]
    [InlineData(200, """{"sub":"alice","sub":"root","groups":["staff"]}""", 503)]
    [InlineData(200, "eyJhbGciOiJub25lIn0.e30.", 503)]
    [InlineData(401, "", 401)]
    [InlineData(403, "", 401)]
    [InlineData(404, "", 503)]
    [InlineData(500, "", 503)]
    [InlineData(429, "", 503)]
    public async Task Person_decides(int answer, string body, int status)
    {
        await using var fixture = new OpenIdFixture();
        fixture.Server.UserInfo = authorization => authorization == "Bearer opaque" ? (answer, body) : (500, "");

        var exchange = await OpenIdFixture.BearerAsync(fixture.Build(UserInfo, """{"groups_required":["staff"]}"""), "opaque");

        Assert.Equal((status, status == 0 ? "alice" : null), (exchange.Answer.Status, exchange.Credential?.Identifier));
    }

    [Fact]
    public async Task Person_is_asked_about_once_in_a_while_and_signed_tokens_not_at_all()
    {
        await using var fixture = new OpenIdFixture();
        fixture.Server.UserInfo = _ => (200, """{"sub":"alice"}""");
        var plugin = fixture.Build(UserInfo);

        Assert.Equal(0, (await OpenIdFixture.BearerAsync(plugin, fixture.Server.Sign(fixture.Now))).Answer.Status);
        Assert.Equal(0, fixture.Server.Calls("/userinfo"));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => OpenIdFixture.BearerAsync(plugin, "opaque")));
        Assert.Equal(1, fixture.Server.Calls("/userinfo"));

        fixture.Server.UserInfo = _ => (401, "");
        fixture.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(401, (await OpenIdFixture.BearerAsync(plugin, "opaque")).Answer.Status);
        Assert.Equal(401, (await OpenIdFixture.BearerAsync(plugin, "opaque")).Answer.Status);
        Assert.Equal(2, fixture.Server.Calls("/userinfo"));
    }

    [Fact]
    public async Task Signed_token_that_is_wrong_is_not_shown_to_userinfo()
    {
        await using var fixture = new OpenIdFixture();
        fixture.Server.UserInfo = _ => (200, """{"sub":"alice"}""");

        Assert.Equal(401, (await OpenIdFixture.BearerAsync(fixture.Build(UserInfo), fixture.Server.Sign(fixture.Now, """{"exp":1}"""))).Answer.Status);
        Assert.Equal(0, fixture.Server.Calls("/userinfo"));
    }

    [Theory]
    [InlineData("HTTP/1.1 302 X\r\nLocation: {issuer}/ok\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 307 X\r\nLocation: {issuer}/ok\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 X\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>")]
    [InlineData("HTTP/1.1 200 X\r\nContent-Length: 999999999\r\n\r\n{")]
    [InlineData("HTTP/1.1 200 X\r\nContent-Type: application/json\r\nContent-Length: 140001\r\n\r\n{big}")]
    [InlineData("HTTP/1.1 200 X\r\nContent-Type: application/json\r\nContent-Length: 20\r\nConnection: close\r\n\r\n")]
    [InlineData("nonsense\r\n\r\n")]
    public async Task Answer_that_redirects_is_huge_cut_or_no_answer_lets_nobody_in(string answer)
    {
        await using var fixture = new OpenIdFixture();
        string ok = """{"active":true,"sub":"alice"}""";
        string big = """{"active":true,"sub":"alice","x":"}""" + new string('x', 140_001 - 35) + "\"}";
        string text = answer.Replace("{issuer}", fixture.Server.Issuer, StringComparison.Ordinal).Replace("{big}", big, StringComparison.Ordinal);
        fixture.Server.Raw = path => path is "/introspect" or "/userinfo" ? text
            : path == "/ok" ? $"HTTP/1.1 200 X\r\nContent-Length: {ok.Length}\r\n\r\n{ok}" : null;
        string quick = """{"timeout":2000}""";

        Assert.Equal(503, (await OpenIdFixture.BearerAsync(fixture.Build(Introspection, quick), "opaque")).Answer.Status);
        Assert.Equal(503, (await OpenIdFixture.BearerAsync(fixture.Build(UserInfo, quick), "opaque")).Answer.Status);
        Assert.Equal(0, fixture.Server.Calls("/ok"));
    }

    [Fact]
    public async Task Provider_that_does_not_answer_costs_no_more_than_the_time_limit()
    {
        await using var fixture = new OpenIdFixture();
        fixture.Server.Raw = path => path == "/introspect" ? "HTTP/1.1 200 X\r\nContent-Length: 20\r\n\r\n{" : null;
        var plugin = fixture.Build(Introspection, """{"timeout":300}""");

        Assert.Equal(503, (await OpenIdFixture.BearerAsync(plugin, "opaque").WaitAsync(TimeSpan.FromSeconds(20))).Answer.Status);
    }
}
