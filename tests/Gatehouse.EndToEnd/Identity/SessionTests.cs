using System.Net;
using Xunit;
using Echoed = Gatehouse.TestKit.Origins.Echo;

namespace Gatehouse.EndToEnd.Identity;

/// <summary>Sessions of a browser, over TLS.</summary>
public sealed class SessionTests(IssuerGateway gateway) : IClassFixture<IssuerGateway>
{
    [Fact]
    public async Task Browser_logs_in_once_stays_known_and_logs_out()
    {
        using var client = gateway.Client();
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(client, HttpMethod.Get, "/app")).Status);

        var login = await SendAsync(client, HttpMethod.Get, "/app?apikey=canary-key");
        string cookie = Assert.Single(login.Cookies);
        Assert.Equal(HttpStatusCode.OK, login.Status);
        Assert.EndsWith("; Path=/; SameSite=Strict; Secure; HttpOnly", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", cookie, StringComparison.Ordinal);

        string pair = cookie.Split(';')[0];
        var next = await SendAsync(client, HttpMethod.Get, "/app", "theme=dark; " + pair);
        var echo = Echoed.Parse(next.Body);
        Assert.Equal((HttpStatusCode.OK, "shop"), (next.Status, next.Subject));
        Assert.Equal("shop", echo.All("X-Consumer-Username").Single());
        Assert.Equal(["theme=dark"], echo.All("Cookie"));
        Assert.Empty(next.Cookies);

        var logout = await SendAsync(client, HttpMethod.Post, "/app?session_logout=true", pair);
        Assert.Equal((HttpStatusCode.OK, ""), (logout.Status, logout.Body));
        Assert.StartsWith("session=; Max-Age=0;", Assert.Single(logout.Cookies), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("session=")]
    [InlineData("session=1.AAAA")]
    [InlineData("session=5.AAAA; session_2=BBBB")]
    public async Task Cookie_that_was_made_up_lets_nobody_in(string cookie)
    {
        using var client = gateway.Client();
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(client, HttpMethod.Get, "/app", cookie)).Status);
    }

    private static async Task<(HttpStatusCode Status, string Body, string? Subject, List<string> Cookies)> SendAsync(
        HttpClient client, HttpMethod method, string path, string? cookie = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var response = await client.SendAsync(request);
        return (
            response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Headers.TryGetValues("Session-Subject", out var subject) ? subject.Single() : null,
            response.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : []);
    }
}
