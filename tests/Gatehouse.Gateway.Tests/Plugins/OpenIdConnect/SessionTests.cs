using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.OpenIdConnect;

#pragma warning disable CA1001 // xunit calls DisposeAsync.
public sealed class SessionTests : IAsyncLifetime
{
    private readonly LoginSite _site = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _site.DisposeAsync().AsTask();

    [Fact]
    public async Task Large_session_is_spread_over_cookies_and_all_are_removed_with_it()
    {
        _site.AccessToken = "opaque" + new string('x', 9000);
        var plugin = _site.Build("""{"logout_query_arg":"logout","logout_methods":["GET"],"logout_redirect_uri":["http://api.test/bye"]}""");
        await _site.LogInAsync(plugin);
        Assert.Equal(["session", "session_2", "session_3", "session_4"], _site.Browser.Cookies.Keys.Order());
        Assert.Equal(0, (await _site.Browser.GetAsync(plugin, "/")).Answer.Status);

        var end = await _site.Browser.GetAsync(plugin, "/?logout");

        Assert.Empty(_site.Browser.Cookies);
        var query = LoginSite.Query(end);
        Assert.StartsWith(_site.Fixture.Server.Issuer + "/end?", end.ResponseHeader("Location"), StringComparison.Ordinal);
        Assert.Equal(("gateway", "http://api.test/bye"), (query["client_id"], query["post_logout_redirect_uri"]));
        Assert.StartsWith("ey", query["id_token_hint"], StringComparison.Ordinal);
        foreach (var field in end.Response.Headers.Values(new Core.Http.HeaderName("Location")))
        {
            Assert.True(Gatehouse.Gateway.Observability.LogRedaction.Hides(in field, end.SecretNames));
        }
    }

    [Fact]
    public async Task Session_ends_by_idleness_and_by_age()
    {
        _site.Seconds = 1_000_000;
        var plugin = _site.Build();
        await _site.LogInAsync(plugin);

        _site.Fixture.Clock.Advance(TimeSpan.FromSeconds(800));
        Assert.Equal(0, (await _site.Browser.GetAsync(plugin, "/")).Answer.Status);
        _site.Fixture.Clock.Advance(TimeSpan.FromSeconds(800));
        Assert.Equal(0, (await _site.Browser.GetAsync(plugin, "/")).Answer.Status);
        var stolen = _site.Browser.Copy();
        _site.Fixture.Clock.Advance(TimeSpan.FromSeconds(901));
        Assert.Equal(302, (await _site.Browser.GetAsync(plugin, "/")).Answer.Status);
        Assert.DoesNotContain("session", _site.Browser.Cookies.Keys);
        Assert.Equal(302, (await stolen.GetAsync(plugin, "/")).Answer.Status);

        await _site.LogInAsync(plugin);
        for (int i = 0; i < 108; i++)
        {
            _site.Fixture.Clock.Advance(TimeSpan.FromSeconds(800));
            await _site.Browser.GetAsync(plugin, "/");
        }

        Assert.Equal(302, (await _site.Browser.GetAsync(plugin, "/")).Answer.Status);
    }

    [Fact]
    public async Task Tokens_are_renewed_once_for_all_requests_and_the_session_goes_on()
    {
        var plugin = _site.Build();
        await _site.LogInAsync(plugin);
        var second = _site.Browser.Copy();
        _site.Fixture.Clock.Advance(TimeSpan.FromSeconds(300));
        _site.AccessToken = "second-access";

        var pages = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _site.Browser.Copy().GetAsync(plugin, "/")));
        var page = await _site.Browser.GetAsync(plugin, "/");
        var late = await second.GetAsync(plugin, "/");

        Assert.All(pages.Append(page).Append(late), p => Assert.Equal((0, "Bearer second-access"), (p.Answer.Status, p.RequestHeader("Authorization"))));
        Assert.Equal(1, _site.Refreshes);
        _site.Fixture.Clock.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal(0, (await _site.Browser.GetAsync(plugin, "/")).Answer.Status);
        Assert.Equal(1, _site.Refreshes);
    }

    [Theory]
    [InlineData("""{"sub":"mallory"}""", 302)]
    [InlineData("""{"name":"x"}""", 0)]
    public async Task Renewed_tokens_must_be_of_the_same_person(string claims, int status)
    {
        var plugin = _site.Build();
        await _site.LogInAsync(plugin);
        _site.Fixture.Clock.Advance(TimeSpan.FromSeconds(300));
        _site.IdClaims = claims;

        Assert.Equal(status, (await _site.Browser.GetAsync(plugin, "/")).Answer.Status);
    }

    [Fact]
    public async Task Outage_while_tokens_are_renewed_denies_and_keeps_the_session()
    {
        var plugin = _site.Build();
        await _site.LogInAsync(plugin);
        _site.Fixture.Clock.Advance(TimeSpan.FromSeconds(300));
        _site.Fixture.Server.IsDown = true;
        Assert.Equal(503, (await _site.Browser.GetAsync(plugin, "/")).Answer.Status);

        _site.Fixture.Server.IsDown = false;
        Assert.Equal(0, (await _site.Browser.GetAsync(plugin, "/")).Answer.Status);
    }

    [Fact]
    public async Task Refused_renewal_ends_the_session()
    {
        var plugin = _site.Build();
        await _site.LogInAsync(plugin);
        _site.Fixture.Clock.Advance(TimeSpan.FromSeconds(300));
        _site.Refreshes = 77;

        Assert.Equal(302, (await _site.Browser.GetAsync(plugin, "/")).Answer.Status);
        Assert.DoesNotContain("session", _site.Browser.Cookies.Keys);
    }

    [Fact]
    public async Task Retired_secret_keeps_sessions_and_another_issuer_does_not()
    {
        await _site.LogInAsync(_site.Build());
        string rotated = $$"""{"session_secret":"{{new string('z', 32)}}","session_secrets_retired":["{{OpenIdFixture.Secret}}"]}""";

        Assert.Equal(0, (await _site.Browser.Copy().GetAsync(_site.Build(rotated), "/")).Answer.Status);
        Assert.Equal(302, (await _site.Browser.Copy().GetAsync(_site.Build($$"""{"session_secret":"{{new string('z', 32)}}"}"""), "/")).Answer.Status);
        Assert.Equal(302, (await _site.Browser.Copy().GetAsync(_site.Build("""{"client_id":["other"]}"""), "/")).Answer.Status);
    }
}
