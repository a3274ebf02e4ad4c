using System.Text;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.OpenIdConnect;

#pragma warning disable CA1001 // xunit calls DisposeAsync.
/// <summary>Where people are after a log-in.</summary>
public sealed class LoginTargetTests : IAsyncLifetime
{
    private readonly LoginSite _site = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _site.DisposeAsync().AsTask();

    [Fact]
    public async Task Target_that_names_another_host_stays_here()
    {
        var plugin = _site.Build();
        var query = LoginSite.Query(await _site.Browser.GetAsync(plugin, "//evil.test/x"));

        var end = await _site.AnswerAsync(plugin, query);

        Assert.Equal("http://api.test//evil.test/x", end.ResponseHeader("Location"));
    }

    [Theory]
    [InlineData("//evil.test/x")]
    [InlineData("/\\evil.test")]
    [InlineData("/%5C%5Cevil.test")]
    [InlineData("/.evil.test")]
    [InlineData("/@evil.test")]
    [InlineData("/:80@evil.test/")]
    [InlineData("/%0d%0aSet-Cookie:%20a=b")]
    [InlineData("/%2F%2Fevil.test")]
    [InlineData("/?next=https://evil.test/")]
    public async Task Target_never_leads_to_another_host(string target)
    {
        var plugin = _site.Build();
        var query = LoginSite.Query(await _site.Browser.GetAsync(plugin, target));

        string location = (await _site.AnswerAsync(plugin, query)).ResponseHeader("Location")!;

        Assert.StartsWith("http://api.test/", location, StringComparison.Ordinal);
        Assert.Equal("api.test", new Uri(location).Host);
        Assert.DoesNotContain('\r', location);
    }

    [Fact]
    public async Task Target_that_does_not_fit_into_a_cookie_is_shortened()
    {
        var plugin = _site.Build();
        var query = LoginSite.Query(await _site.Browser.GetAsync(plugin, "/a?" + new string('x', 5000)));
        Assert.All(_site.Browser.Cookies, c => Assert.InRange(c.Key.Length + c.Value.Length, 1, 3900));
        Assert.Equal("http://api.test/a", (await _site.AnswerAsync(plugin, query)).ResponseHeader("Location"));

        _site.Browser.Forget("session");
        query = LoginSite.Query(await _site.Browser.GetAsync(plugin, "/" + new string('y', 5000)));
        Assert.Equal("http://api.test/", (await _site.AnswerAsync(plugin, query)).ResponseHeader("Location"));
    }

    [Theory]
    [InlineData(null, "shop.api.test", "http://api.test/a")]
    [InlineData("api.test", "shop.api.test", "http://shop.api.test/a")]
    [InlineData(".api.test", "shop.api.test", "http://shop.api.test/a")]
    [InlineData("api.test", "evilapi.test", "http://api.test/a")]
    [InlineData("api.test", "api.test.evil.test", "http://api.test/a")]
    public async Task Person_comes_back_to_the_host_that_shares_the_session_and_to_no_other(string? domain, string host, string expected)
    {
        var plugin = _site.Build(domain is null ? "{}" : $$"""{"session_cookie_domain":"{{domain}}"}""");
        var start = new Exchanges.FakeExchange("GET", "/a").With("Accept", "text/html");
        start.Request.SetAuthority(Encoding.ASCII.GetBytes(host));
        await OpenIdFixture.SendAsync(plugin, start);
        var query = LoginSite.Query(start);
        _site.Nonce = query["nonce"];

        var answer = new Exchanges.FakeExchange("GET", $"/cb?state={query["state"]}&code=good").With("Cookie", start.ResponseHeader("Set-Cookie")!.Split(';')[0]);
        await OpenIdFixture.SendAsync(plugin, answer);

        Assert.Equal(expected, answer.ResponseHeader("Location"));
    }

    [Fact]
    public async Task Strict_session_is_reached_by_a_page_because_a_redirect_would_come_from_the_provider()
    {
        var plugin = _site.Build("""{"session_cookie_same_site":"Strict"}""");
        var query = LoginSite.Query(await _site.Browser.GetAsync(plugin, "/a?b=%22%3E%3Cscript%3E&c=<\"'"));

        var end = await _site.AnswerAsync(plugin, query);

        string page = Encoding.UTF8.GetString(end.Answer.Body.Span);
        Assert.Equal((200, null), (end.Answer.Status, end.ResponseHeader("Location")));
        Assert.Contains("content=\"0;url=http://api.test/a?b=%22%3E%3Cscript%3E&amp;c=%3C%22&#39;\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Equal(("no-store", "no-referrer"), (end.ResponseHeader("Cache-Control"), end.ResponseHeader("Referrer-Policy")));
        Assert.Contains("session", _site.Browser.Cookies.Keys);
    }
}
