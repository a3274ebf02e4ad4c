using System.Text;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.OpenIdConnect;

#pragma warning disable CA1001 // xunit calls DisposeAsync.
/// <summary>Requests that are pushed, and answers that come as forms.</summary>
public sealed class LoginChannelTests : IAsyncLifetime
{
    private readonly LoginSite _site = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _site.DisposeAsync().AsTask();

    [Fact]
    public async Task Answer_can_come_as_a_form_of_the_providers_site()
    {
        var plugin = _site.Build("""{"response_mode":"form_post"}""");
        var start = await _site.Browser.GetAsync(plugin, "/a");
        var query = LoginSite.Query(start);
        _site.Nonce = query["nonce"];
        Assert.Equal("form_post", query["response_mode"]);
        Assert.Contains("; SameSite=None; Secure; HttpOnly", start.ResponseHeader("Set-Cookie"), StringComparison.Ordinal);

        // Not in the URL, where a log or a referrer could have it.
        Assert.Equal(302, (await _site.Browser.Copy().GetAsync(plugin, $"/cb?state={query["state"]}&code=good")).Answer.Status);
        Assert.Equal(0, _site.Fixture.Server.Calls("/token"));

        var end = await PostAsync($"state={query["state"]}&code=good&iss={Uri.EscapeDataString(_site.Fixture.Server.Issuer)}");
        Assert.Equal((303, "http://api.test/a"), (end.Answer.Status, end.ResponseHeader("Location")));
        Assert.Contains("SameSite=Lax", end.ResponseHeader("Set-Cookie") + string.Join('|', Session.SessionBench.Cookies(end)), StringComparison.Ordinal);
        Assert.Equal(401, (await PostAsync("state=other&code=good")).Answer.Status);
        Assert.Equal(401, (await PostAsync("code=good")).Answer.Status);

        async Task<Exchanges.FakeExchange> PostAsync(string form)
        {
            var exchange = new Exchanges.FakeExchange("POST", "/cb").With("Content-Type", "application/x-www-form-urlencoded")
                .With("Cookie", string.Join("; ", _site.Browser.Cookies.Select(c => $"{c.Key}={c.Value}")));
            exchange.Request.HasBody = true;
            exchange.Client.AddBody(Encoding.ASCII.GetBytes(form));
            return await OpenIdFixture.SendAsync(plugin, exchange);
        }
    }

    [Theory]
    [InlineData(true, "{}")]
    [InlineData(false, """{"require_pushed_authorization_requests":true}""")]
    public async Task Parameters_are_pushed_where_that_is_demanded(bool byProvider, string config)
    {
        _site.Fixture.Server.Metadata["require_pushed_authorization_requests"] = byProvider;
        var plugin = _site.Build(config);

        var start = await _site.Browser.GetAsync(plugin, "/a");

        Assert.Equal("client_id=gateway&request_uri=urn%3Apushed%3A1", new Uri(start.ResponseHeader("Location")!).Query[1..]);
        var request = _site.Fixture.Server.Requests("/par").Single();
        var form = OpenIdServer.Form(request);
        Assert.Equal(("code", "http://api.test/cb", "S256", "gateway"), (form["response_type"], form["redirect_uri"], form["code_challenge_method"], form["client_id"]));
        Assert.StartsWith("Basic ", request.Header("Authorization"), StringComparison.Ordinal);
        _site.Nonce = form["nonce"];
        Assert.Equal(302, (await _site.Browser.GetAsync(plugin, $"/cb?state={form["state"]}&code=good")).Answer.Status);
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_request"}""")]
    [InlineData(201, "{}")]
    [InlineData(201, "[]")]
    [InlineData(500, "")]
    public async Task Parameters_that_cannot_be_pushed_are_not_shown_in_the_URL_instead(int status, string body)
    {
        _site.Fixture.Server.Push = _ => (status, body);

        var start = await _site.Browser.GetAsync(_site.Build("""{"require_pushed_authorization_requests":true}"""), "/a");

        Assert.Equal((503, null), (start.Answer.Status, start.ResponseHeader("Location")));
    }
}
