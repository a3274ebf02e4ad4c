using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.OpenIdConnect;

#pragma warning disable CA1001 // xunit calls DisposeAsync.
public sealed class LoginTests : IAsyncLifetime
{
    private readonly OpenIdFixture _fixture = new();
    private readonly Browser _browser = new();

    // What the provider puts into the next ID token, besides the nonce.
    private string _idClaims = "{}";
    private string _nonce = "";
    private string _accessToken = "opaque-access";
    private int _seconds = 300;
    private int _refreshes;

    public LoginTests() => _fixture.Server.Token = (form, _) =>
    {
        if (form["grant_type"] == "refresh_token")
        {
            return form["refresh_token"] == $"refresh-{_refreshes}" ? Tokens(++_refreshes) : (400, """{"error":"invalid_grant"}""");
        }

        return form["code"] == "good" ? Tokens(0) : (400, """{"error":"invalid_grant"}""");
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _fixture.DisposeAsync().AsTask();

    [Fact]
    public async Task Browser_is_sent_to_log_in_and_back_to_where_it_wanted()
    {
        var plugin = Build();
        var start = await _browser.GetAsync(plugin, "/a/b?c=d%20e");
        var query = Query(start);

        Assert.Equal(302, start.Answer.Status);
        Assert.Equal("no-store", start.ResponseHeader("Cache-Control"));
        Assert.StartsWith(_fixture.Server.Issuer + "/auth?", start.ResponseHeader("Location"), StringComparison.Ordinal);
        Assert.Equal(
            ("code", "gateway", "http://api.test/cb", "openid", "S256"),
            (query["response_type"], query["client_id"], query["redirect_uri"], query["scope"], query["code_challenge_method"]));

        var end = await AnswerAsync(plugin, query);
        Assert.Equal((302, "http://api.test/a/b?c=d%20e"), (end.Answer.Status, end.ResponseHeader("Location")));
        var form = _fixture.Server.Requests("/token").Last();
        string verifier = Encoding.ASCII.GetString(form.Body).Split("code_verifier=")[1].Split('&')[0];
        Assert.Equal(query["code_challenge"], Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))));
        Assert.Equal(["session"], _browser.Cookies.Keys);

        var page = await _browser.GetAsync(plugin, "/a/b");
        Assert.Equal((0, "alice", null), (page.Answer.Status, page.RequestHeader("X-Credential-Identifier"), page.RequestHeader("Cookie")));
        Assert.Equal("Bearer opaque-access", page.RequestHeader("Authorization"));
    }

    [Fact]
    public async Task Target_that_names_another_host_stays_here()
    {
        var plugin = Build();
        var query = Query(await _browser.GetAsync(plugin, "//evil.test/x"));

        var end = await AnswerAsync(plugin, query);

        Assert.Equal("http://api.test//evil.test/x", end.ResponseHeader("Location"));
    }

    [Theory]
    [InlineData("GET", "application/json", 401)]
    [InlineData("POST", "text/html", 401)]
    [InlineData("GET", "text/html,*/*;q=0.8", 302)]
    [InlineData("HEAD", "*/*", 302)]
    public async Task Only_navigation_is_sent_to_log_in(string method, string accept, int status)
        => Assert.Equal(status, (await _browser.GetAsync(Build(), "/", method, accept)).Answer.Status);

    [Theory]
    [InlineData("state=wrong&code=good", 401)]
    [InlineData("state={state}&code=bad", 401)]
    [InlineData("state={state}&code=", 401)]
    [InlineData("state={state}&error=access_denied", 401)]
    [InlineData("state={state}&code=good&error=x", 401)]
    [InlineData("state={state}x&code=good", 401)]
    [InlineData("state={state}&code=good&iss=https%3A%2F%2Fother.test", 401)]
    [InlineData("state={state}&code=good&iss={iss}&iss={iss}", 401)]
    [InlineData("state={state}&code=good&iss={iss}", 302)]
    [InlineData("state={state}&code=good", 302)]
    public async Task Answer_must_be_of_this_log_in(string answer, int status)
    {
        var plugin = Build();
        var query = Query(await _browser.GetAsync(plugin, "/"));
        _nonce = query["nonce"];

        var end = await _browser.GetAsync(
            plugin, "/cb?" + answer.Replace("{state}", query["state"], StringComparison.Ordinal).Replace("{iss}", Uri.EscapeDataString(_fixture.Server.Issuer), StringComparison.Ordinal));

        Assert.Equal(status, end.Answer.Status);
        Assert.Equal(status == 302, _browser.Cookies.ContainsKey("session"));
    }

    [Fact]
    public async Task Provider_that_always_names_itself_must_do_so()
    {
        _fixture.Server.Metadata["authorization_response_iss_parameter_supported"] = true;
        var plugin = Build();

        Assert.Equal(401, (await AnswerAsync(plugin, Query(await _browser.GetAsync(plugin, "/")))).Answer.Status);
    }

    [Fact]
    public async Task Answer_to_another_browser_too_late_or_twice_is_refused()
    {
        var plugin = Build();
        var query = Query(await _browser.GetAsync(plugin, "/"));
        var victim = new Browser();
        Assert.Equal(401, (await victim.GetAsync(plugin, $"/cb?state={query["state"]}&code=good")).Answer.Status);

        var late = _browser.Copy();
        Assert.Equal(302, (await AnswerAsync(plugin, query)).Answer.Status);
        Assert.Equal(401, (await AnswerAsync(plugin, query)).Answer.Status);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(601));
        Assert.Equal(401, (await late.GetAsync(plugin, $"/cb?state={query["state"]}&code=good")).Answer.Status);
    }

    [Theory]
    [InlineData("""{"nonce":"other"}""")]
    [InlineData("""{"nonce":null}""")]
    [InlineData("""{"aud":"other"}""")]
    [InlineData("""{"aud":["gateway","other"],"azp":"other"}""")]
    [InlineData("""{"iss":"https://other.test"}""")]
    [InlineData("""{"exp":1}""")]
    [InlineData("""{"sub":null}""")]
    [InlineData("""{"at_hash":"AAAAAAAAAAAAAAAAAAAAAA"}""")]
    public async Task Id_token_must_be_for_this_log_in(string claims)
    {
        var plugin = Build();
        var query = Query(await _browser.GetAsync(plugin, "/"));
        _idClaims = claims;

        Assert.Equal(401, (await AnswerAsync(plugin, query)).Answer.Status);
        Assert.DoesNotContain("session", _browser.Cookies.Keys);
    }

    [Fact]
    public async Task Claims_of_a_signed_access_token_count_before_those_of_the_id_token()
    {
        _accessToken = _fixture.Server.Sign(_fixture.Now, """{"realm_access":{"roles":["staff"]},"name":"from access"}""");
        _idClaims = """{"name":"from id","email":"a@x.test"}""";
        var plugin = Build("""
            {"roles_claim":["realm_access","roles"],"roles_required":["staff"],
             "upstream_headers_claims":["name","email"],"upstream_headers_names":["X-Name","X-Email"]}
            """);
        await LogInAsync(plugin);

        var page = await _browser.GetAsync(plugin, "/");

        Assert.Equal((0, "from access", "a@x.test"), (page.Answer.Status, page.RequestHeader("X-Name"), page.RequestHeader("X-Email")));
    }

    [Fact]
    public async Task Person_without_the_role_is_told_403_and_not_sent_around()
    {
        var plugin = Build("""{"roles_required":["staff"]}""");

        var end = await AnswerAsync(plugin, Query(await _browser.GetAsync(plugin, "/")));

        Assert.Equal(403, end.Answer.Status);
    }

    [Fact]
    public async Task Large_session_is_spread_over_cookies_and_all_are_removed_with_it()
    {
        _accessToken = "opaque" + new string('x', 9000);
        var plugin = Build("""{"logout_query_arg":"logout","logout_methods":["GET"],"logout_redirect_uri":["http://api.test/bye"]}""");
        await LogInAsync(plugin);
        Assert.Equal(["session", "session_2", "session_3", "session_4"], _browser.Cookies.Keys.Order());
        Assert.Equal(0, (await _browser.GetAsync(plugin, "/")).Answer.Status);

        var end = await _browser.GetAsync(plugin, "/?logout");

        Assert.Empty(_browser.Cookies);
        var query = Query(end);
        Assert.StartsWith(_fixture.Server.Issuer + "/end?", end.ResponseHeader("Location"), StringComparison.Ordinal);
        Assert.Equal(("gateway", "http://api.test/bye"), (query["client_id"], query["post_logout_redirect_uri"]));
        Assert.StartsWith("ey", query["id_token_hint"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_ends_by_idleness_and_by_age()
    {
        _seconds = 1_000_000;
        var plugin = Build();
        await LogInAsync(plugin);

        _fixture.Clock.Advance(TimeSpan.FromSeconds(800));
        Assert.Equal(0, (await _browser.GetAsync(plugin, "/")).Answer.Status);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(800));
        Assert.Equal(0, (await _browser.GetAsync(plugin, "/")).Answer.Status);
        var stolen = _browser.Copy();
        _fixture.Clock.Advance(TimeSpan.FromSeconds(901));
        Assert.Equal(302, (await _browser.GetAsync(plugin, "/")).Answer.Status);
        Assert.DoesNotContain("session", _browser.Cookies.Keys);
        Assert.Equal(302, (await stolen.GetAsync(plugin, "/")).Answer.Status);

        await LogInAsync(plugin);
        for (int i = 0; i < 108; i++)
        {
            _fixture.Clock.Advance(TimeSpan.FromSeconds(800));
            await _browser.GetAsync(plugin, "/");
        }

        Assert.Equal(302, (await _browser.GetAsync(plugin, "/")).Answer.Status);
    }

    [Fact]
    public async Task Tokens_are_renewed_once_for_all_requests_and_the_session_goes_on()
    {
        var plugin = Build();
        await LogInAsync(plugin);
        var second = _browser.Copy();
        _fixture.Clock.Advance(TimeSpan.FromSeconds(300));
        _accessToken = "second-access";

        var pages = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _browser.Copy().GetAsync(plugin, "/")));
        var page = await _browser.GetAsync(plugin, "/");
        var late = await second.GetAsync(plugin, "/");

        Assert.All(pages.Append(page).Append(late), p => Assert.Equal((0, "Bearer second-access"), (p.Answer.Status, p.RequestHeader("Authorization"))));
        Assert.Equal(1, _refreshes);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal(0, (await _browser.GetAsync(plugin, "/")).Answer.Status);
        Assert.Equal(1, _refreshes);
    }

    [Theory]
    [InlineData("""{"sub":"mallory"}""", 302)]
    [InlineData("""{"name":"x"}""", 0)]
    public async Task Renewed_tokens_must_be_of_the_same_person(string claims, int status)
    {
        var plugin = Build();
        await LogInAsync(plugin);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(300));
        _idClaims = claims;

        Assert.Equal(status, (await _browser.GetAsync(plugin, "/")).Answer.Status);
    }

    [Fact]
    public async Task Outage_while_tokens_are_renewed_denies_and_keeps_the_session()
    {
        var plugin = Build();
        await LogInAsync(plugin);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(300));
        _fixture.Server.IsDown = true;
        Assert.Equal(503, (await _browser.GetAsync(plugin, "/")).Answer.Status);

        _fixture.Server.IsDown = false;
        Assert.Equal(0, (await _browser.GetAsync(plugin, "/")).Answer.Status);
    }

    [Fact]
    public async Task Refused_renewal_ends_the_session()
    {
        var plugin = Build();
        await LogInAsync(plugin);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(300));
        _refreshes = 77;

        Assert.Equal(302, (await _browser.GetAsync(plugin, "/")).Answer.Status);
        Assert.DoesNotContain("session", _browser.Cookies.Keys);
    }

    [Fact]
    public async Task Retired_secret_keeps_sessions_and_another_issuer_does_not()
    {
        await LogInAsync(Build());
        string rotated = $$"""{"session_secret":"{{new string('z', 32)}}","session_secrets_retired":["{{OpenIdFixture.Secret}}"]}""";

        Assert.Equal(0, (await _browser.Copy().GetAsync(Build(rotated), "/")).Answer.Status);
        Assert.Equal(302, (await _browser.Copy().GetAsync(Build($$"""{"session_secret":"{{new string('z', 32)}}"}"""), "/")).Answer.Status);
        Assert.Equal(302, (await _browser.Copy().GetAsync(Build("""{"client_id":["other"]}"""), "/")).Answer.Status);
    }

    [Fact]
    public async Task Code_is_taken_out_of_a_request_that_goes_on()
    {
        var plugin = Build("""{"login_action":"upstream"}""");
        var query = Query(await _browser.GetAsync(plugin, "/"));
        _nonce = query["nonce"];

        var end = await _browser.GetAsync(plugin, $"/cb?a=1&state={query["state"]}&code=good");

        Assert.Equal((0, "a=1"), (end.Answer.Status, Encoding.ASCII.GetString(end.Request.Query)));
        Assert.Contains("session", _browser.Cookies.Keys);
    }

    [Fact]
    public async Task Several_log_ins_at_once_do_not_take_each_other_and_are_bounded()
    {
        var plugin = Build();
        var first = Query(await _browser.GetAsync(plugin, "/first"));
        var second = Query(await _browser.GetAsync(plugin, "/second"));
        Assert.Equal("http://api.test/first", (await AnswerAsync(plugin, first)).ResponseHeader("Location"));
        _browser.Forget("session");
        Assert.Equal("http://api.test/second", (await AnswerAsync(plugin, second)).ResponseHeader("Location"));

        _browser.Forget("session");
        for (int i = 0; i < 20; i++)
        {
            await _browser.GetAsync(plugin, "/");
        }

        Assert.InRange(_browser.Cookies.Count, 1, 5);
    }

    private Plugin Build(string more = "{}") => _fixture.Build(OpenIdFixture.Login, more);

    private async Task LogInAsync(Plugin plugin)
        => Assert.Equal(302, (await AnswerAsync(plugin, Query(await _browser.GetAsync(plugin, "/")))).Answer.Status);

    private Task<FakeExchange> AnswerAsync(Plugin plugin, Dictionary<string, string> query)
    {
        _nonce = query["nonce"];
        return _browser.GetAsync(plugin, $"/cb?state={query["state"]}&code=good");
    }

    private static Dictionary<string, string> Query(FakeExchange exchange)
        => new Uri(exchange.ResponseHeader("Location")!).Query[1..].Split('&').Select(p => p.Split('=')).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]));

    private (int, string) Tokens(int number)
    {
        var claims = System.Text.Json.Nodes.JsonNode.Parse($$"""{"aud":"gateway","nonce":"{{_nonce}}"}""")!.AsObject();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(_idClaims)!.AsObject())
        {
            claims[name] = value?.DeepClone();
        }

        string id = _fixture.Server.Sign(_fixture.Now, claims.ToJsonString());
        return (200, $$"""{"access_token":"{{_accessToken}}","id_token":"{{id}}","refresh_token":"refresh-{{number}}","token_type":"Bearer","expires_in":{{_seconds}}}""");
    }
}
