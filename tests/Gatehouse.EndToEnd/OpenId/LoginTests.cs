using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.OpenId;

/// <summary>People log in at a real provider (npm oidc-provider) through a real gateway.</summary>
public sealed class LoginTests
{
    [Fact]
    public async Task Person_logs_in_uses_the_session_and_logs_out()
    {
        await using var site = await OpenIdGateway.StartAsync();
        using var person = new Person();

        var page = await person.VisitAsync(site.At("/app/orders?id=7"));
        Assert.Equal((HttpStatusCode.OK, "/app/orders?id=7"), (page.Status, page.Url.PathAndQuery));
        Assert.Equal("GET /app/orders?id=7 HTTP/1.1", Line(page.Body));
        Assert.Equal("alice", Field(page.Body, "X-Consumer-Username"));
        Assert.Equal("staff, editor", Field(page.Body, "X-Roles"));
        Assert.Equal("acme", Field(page.Body, "X-Organizations"));
        Assert.StartsWith("Bearer ey", Field(page.Body, "Authorization"), StringComparison.Ordinal);
        // The provider's own cookies go to the same host; the gateway's stay with it.
        Assert.DoesNotContain((Field(page.Body, "Cookie") ?? "").Split("; "), c => c.StartsWith("session", StringComparison.Ordinal) || c.StartsWith("authorization", StringComparison.Ordinal));

        using (var again = await person.GetAsync(site.At("/app")))
        {
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        }

        // The provider asks whether to log out there as well; its form is a form like the others.
        var bye = await person.VisitAsync(site.At("/app/logout"));
        Assert.Equal(site.At("/bye").AbsolutePath, bye.Url.AbsolutePath);
        using var after = await person.GetAsync(site.At("/app"));
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
        Assert.StartsWith(site.Provider.Issuer + "/auth?", after.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_goes_on_with_new_tokens_and_ends_when_the_provider_forgot_it()
    {
        await using var site = await OpenIdGateway.StartAsync(accessTokenSeconds: 2);
        using var person = new Person();
        var first = await person.VisitAsync(site.At("/app"));
        string token = Field(first.Body, "Authorization")!;

        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await person.GetAsync(site.At("/app"));
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                return Field(await response.Content.ReadAsStringAsync(), "Authorization") != token;
            },
            "a renewed access token");

        // It comes back without memory of anybody.
        await site.Provider.StopAsync();
        await site.Provider.StartAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await person.GetAsync(site.At("/app"));
                return response.StatusCode == HttpStatusCode.Redirect;
            },
            "the session to end");
        Assert.DoesNotContain(person.Cookies.GetCookies(site.At("/app")), c => c.Name == "session");
    }

    [Fact]
    public async Task Real_browser_logs_in()
    {
        await using var site = await OpenIdGateway.StartAsync();
        await using var browser = await Chromium.StartAsync();

        await browser.GoAsync(site.At("/app/orders").AbsoluteUri);
        await browser.UntilAsync("document.querySelector('input[name=login]') !== null", "the log-in form");
        await browser.EvaluateAsync(
            "document.querySelector('input[name=login]').value = 'alice'; document.querySelector('input[name=password]').value = 'x'; document.querySelector('form').submit()");
        await browser.UntilAsync("document.querySelector('input[name=prompt][value=consent]') !== null", "the consent form");
        await browser.EvaluateAsync("document.querySelector('form').submit()");
        await browser.UntilAsync("location.pathname === '/app/orders' && document.body.innerText.includes('start_line')", "the upstream's answer");

        Assert.Equal("alice", Field((await browser.EvaluateAsync("document.body.innerText"))!, "X-Consumer-Username"));
        // Scripts of the page see nothing of the session.
        Assert.Equal("", await browser.EvaluateAsync("document.cookie"));
    }

    [Fact]
    public async Task Client_with_a_key_pushes_its_request_and_gets_the_answer_as_a_form_of_another_site()
    {
        // Two sites to the browser: a form of the one brings only cookies without restriction, and a redirect of it no strict ones.
        await using var site = await OpenIdGateway.StartAsync(host: "localhost", app: provider => $$"""
            {"client_id":["keyed"],"client_secret":null,"client_auth":["private_key_jwt"],"client_jwk":[{{provider.ClientKey}}],"response_mode":"form_post",
             "require_pushed_authorization_requests":true,"session_cookie_same_site":"Strict"}
            """);
        await using var browser = await Chromium.StartAsync();

        await browser.GoAsync(site.At("/app/orders").AbsoluteUri);
        await browser.UntilAsync("document.querySelector('input[name=login]') !== null", "the log-in form");
        Assert.DoesNotContain("code_challenge", await browser.EvaluateAsync("document.referrer + location.href"), StringComparison.Ordinal);
        await browser.EvaluateAsync(
            "document.querySelector('input[name=login]').value = 'alice'; document.querySelector('input[name=password]').value = 'x'; document.querySelector('form').submit()");
        await browser.UntilAsync("document.querySelector('input[name=prompt][value=consent]') !== null", "the consent form");
        await browser.EvaluateAsync("document.querySelector('form').submit()");
        await browser.UntilAsync("location.pathname === '/app/orders' && document.body.innerText.includes('start_line')", "the upstream's answer");

        Assert.Equal("alice", Field((await browser.EvaluateAsync("document.body.innerText"))!, "X-Consumer-Username"));
        Assert.DoesNotContain("code=", File.ReadAllText(site.Gateway.AccessLog), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_of_the_cookies_is_worth_nothing_after_the_log_out()
    {
        await using var site = await OpenIdGateway.StartAsync();
        using var person = new Person();
        await person.VisitAsync(site.At("/app"));
        using var thief = new Person();
        foreach (System.Net.Cookie cookie in person.Cookies.GetCookies(site.At("/app")))
        {
            if (cookie.Name.StartsWith("session", StringComparison.Ordinal))
            {
                thief.Cookies.Add(new System.Net.Cookie(cookie.Name, cookie.Value, "/", "127.0.0.1"));
            }
        }

        using (var before = await thief.GetAsync(site.At("/app")))
        {
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        }

        await person.VisitAsync(site.At("/app/logout"));

        using var after = await thief.GetAsync(site.At("/app"));
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    private static string? Line(string echo) => (string?)JsonNode.Parse(echo)!["start_line"];

    private static string? Field(string echo, string name)
        => JsonNode.Parse(echo)!["headers"]!.AsArray().Where(h => name.Equals((string?)h![0], StringComparison.OrdinalIgnoreCase)).Select(h => (string?)h![1]).FirstOrDefault();
}
