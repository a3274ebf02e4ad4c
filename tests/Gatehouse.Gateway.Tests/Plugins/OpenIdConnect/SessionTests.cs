using Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;
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

    [Fact]
    public async Task Instances_with_the_same_cookie_share_one_renewal_also_over_a_reload()
    {
        var first = _site.Build();
        await _site.LogInAsync(first);
        _site.Fixture.Clock.Advance(TimeSpan.FromSeconds(300));
        var second = _site.Build("""{"upstream_headers_claims":["sub"],"upstream_headers_names":["X-Sub"]}""");

        var pages = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => _site.Browser.Copy().GetAsync(i % 2 == 0 ? first : second, "/")));
        await _site.Fixture.EndAsync(first);
        var late = await _site.Browser.Copy().GetAsync(_site.Build(), "/");

        Assert.All(pages.Append(late), p => Assert.Equal(0, p.Answer.Status));
        Assert.Equal("alice", pages[1].RequestHeader("X-Sub"));
        Assert.Equal(1, _site.Refreshes);
    }

    [Theory]
    [InlineData("""{"client_id":["other"]}""")]
    [InlineData("""{"session_audience":"other"}""")]
    [InlineData("""{"session_cookie_name":"other"}""")]
    public async Task Session_of_another_client_audience_or_name_does_not_count(string more)
    {
        await _site.LogInAsync(_site.Build());

        Assert.Equal(302, (await _site.Browser.GetAsync(_site.Build(more), "/")).Answer.Status);
    }

    [Fact]
    public async Task Outage_before_the_tokens_end_is_not_noticed()
    {
        var plugin = _site.Build("""{"refresh_tokens_leeway":60}""");
        await _site.LogInAsync(plugin);
        _site.Fixture.Clock.Advance(TimeSpan.FromSeconds(250));
        _site.Fixture.Server.IsDown = true;

        Assert.Equal(0, (await _site.Browser.GetAsync(plugin, "/")).Answer.Status);
        _site.Fixture.Clock.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(503, (await _site.Browser.GetAsync(plugin, "/")).Answer.Status);
        _site.Fixture.Server.IsDown = false;
        Assert.Equal(0, (await _site.Browser.GetAsync(plugin, "/")).Answer.Status);
    }

    [Fact]
    public async Task Session_without_a_refresh_token_lasts_to_the_end_of_its_tokens()
    {
        var server = _site.Fixture.Server;
        server.Token = (_, _) => (200, $$"""{"access_token":"a","token_type":"Bearer","expires_in":300,"id_token":"{{server.Sign(_site.Fixture.Now, $$"""{"aud":"gateway","nonce":"{{_site.Nonce}}"}""")}}"}""");
        var plugin = _site.Build("""{"refresh_tokens_leeway":60}""");
        await _site.LogInAsync(plugin);

        _site.Fixture.Clock.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal(0, (await _site.Browser.GetAsync(plugin, "/")).Answer.Status);
        _site.Fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(302, (await _site.Browser.GetAsync(plugin, "/")).Answer.Status);
    }

    [Theory]
    [InlineData(401, """{"error":"invalid_client"}""", 503, 0)]
    [InlineData(403, "<html>blocked</html>", 503, 0)]
    [InlineData(400, """{"error":"invalid_grant"}""", 302, 302)]
    public async Task Only_a_refusal_of_the_token_ends_the_session(int status, string body, int during, int after)
    {
        var plugin = _site.Build();
        await _site.LogInAsync(plugin);
        var works = _site.Fixture.Server.Token;
        _site.Fixture.Clock.Advance(TimeSpan.FromSeconds(300));
        _site.Fixture.Server.Token = (_, _) => (status, body);
        Assert.Equal(during, (await _site.Browser.GetAsync(plugin, "/")).Answer.Status);

        _site.Fixture.Server.Token = works;
        _site.Browser.Forget("authorization");
        Assert.Equal(after, (await _site.Browser.GetAsync(plugin, "/")).Answer.Status);
    }

    [Fact]
    public async Task Renewal_that_does_not_suffice_is_kept_all_the_same()
    {
        string Roles(string role) => "{\"roles\":[\"" + role + "\"]}";
        _site.IdClaims = Roles("staff");
        var plugin = _site.Build("""{"roles_required":["staff"]}""");
        await _site.LogInAsync(plugin);
        _site.Fixture.Clock.Advance(TimeSpan.FromSeconds(300));
        _site.IdClaims = Roles("guest");
        Assert.Equal(403, (await _site.Browser.GetAsync(plugin, "/")).Answer.Status);

        // The provider takes the second refresh token only, which the browser must have got.
        _site.IdClaims = Roles("staff");
        _site.Fixture.Clock.Advance(TimeSpan.FromSeconds(300));

        Assert.Equal(0, (await _site.Browser.GetAsync(plugin, "/")).Answer.Status);
        Assert.Equal(2, _site.Refreshes);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 302)]
    public async Task Session_that_does_not_suffice_ends_where_that_is_asked_for(bool ends, int status)
    {
        var app = _site.Build();
        await _site.LogInAsync(app);
        var admin = _site.Build($$"""{"roles_required":["admin"],"forbidden_destroy_session":{{(ends ? "true" : "false")}}}""");
        Assert.Equal(403, (await _site.Browser.GetAsync(admin, "/")).Answer.Status);

        Assert.Equal(status, (await _site.Browser.GetAsync(app, "/")).Answer.Status);
    }

    [Fact]
    public async Task Tokens_that_do_not_fit_are_refused_rather_than_left_out()
    {
        _site.AccessToken = new string('x', 14_000);
        var plugin = _site.Build();

        var end = await _site.AnswerAsync(plugin, LoginSite.Query(await _site.Browser.GetAsync(plugin, "/")));

        Assert.Equal(401, end.Answer.Status);
        Assert.DoesNotContain("session", _site.Browser.Cookies.Keys);
        Assert.Contains(_site.Fixture.Bench.Log.Lines, l => l.Contains("fit into its cookies", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(20_000)]
    public void Session_reads_what_it_wrote(int length)
    {
        var session = new LoginSession
        {
            Id = LoginSession.NewId(),
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
        Assert.Null(LoginSession.Read([9, .. bytes.AsSpan(1)]));
        Assert.Null(LoginSession.Read(null));
    }
}
