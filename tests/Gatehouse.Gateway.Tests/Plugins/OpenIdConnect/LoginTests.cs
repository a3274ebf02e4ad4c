using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.OpenIdConnect;

#pragma warning disable CA1001 // xunit calls DisposeAsync.
public sealed class LoginTests : IAsyncLifetime
{
    private readonly LoginSite _site = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _site.DisposeAsync().AsTask();

    [Fact]
    public async Task Browser_is_sent_to_log_in_and_back_to_where_it_wanted()
    {
        var plugin = _site.Build();
        var start = await _site.Browser.GetAsync(plugin, "/a/b?c=d%20e");
        var query = LoginSite.Query(start);

        Assert.Equal(302, start.Answer.Status);
        Assert.Equal("no-store", start.ResponseHeader("Cache-Control"));
        Assert.StartsWith(_site.Fixture.Server.Issuer + "/auth?", start.ResponseHeader("Location"), StringComparison.Ordinal);
        Assert.Equal(
            ("code", "gateway", "http://api.test/cb", "openid", "S256"),
            (query["response_type"], query["client_id"], query["redirect_uri"], query["scope"], query["code_challenge_method"]));

        var end = await _site.AnswerAsync(plugin, query);
        Assert.Equal((302, "http://api.test/a/b?c=d%20e"), (end.Answer.Status, end.ResponseHeader("Location")));
        var form = _site.Fixture.Server.Requests("/token").Last();
        string verifier = Encoding.ASCII.GetString(form.Body).Split("code_verifier=")[1].Split('&')[0];
        Assert.Equal(query["code_challenge"], Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))));
        Assert.Equal(["session"], _site.Browser.Cookies.Keys);

        var page = await _site.Browser.GetAsync(plugin, "/a/b");
        Assert.Equal((0, "alice", null), (page.Answer.Status, page.RequestHeader("X-Credential-Identifier"), page.RequestHeader("Cookie")));
        Assert.Equal("Bearer opaque-access", page.RequestHeader("Authorization"));
    }

    [Theory]
    [InlineData("GET", "application/json", 401)]
    [InlineData("POST", "text/html", 401)]
    [InlineData("GET", "text/html,*/*;q=0.8", 302)]
    [InlineData("HEAD", "*/*", 302)]
    public async Task Only_navigation_is_sent_to_log_in(string method, string accept, int status)
        => Assert.Equal(status, (await _site.Browser.GetAsync(_site.Build(), "/", method, accept)).Answer.Status);

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
        var plugin = _site.Build();
        var query = LoginSite.Query(await _site.Browser.GetAsync(plugin, "/"));
        _site.Nonce = query["nonce"];

        var end = await _site.Browser.GetAsync(
            plugin, "/cb?" + answer.Replace("{state}", query["state"], StringComparison.Ordinal).Replace("{iss}", Uri.EscapeDataString(_site.Fixture.Server.Issuer), StringComparison.Ordinal));

        Assert.Equal(status, end.Answer.Status);
        Assert.Equal(status == 302, _site.Browser.Cookies.ContainsKey("session"));
    }

    [Fact]
    public async Task Provider_that_always_names_itself_must_do_so()
    {
        _site.Fixture.Server.Metadata["authorization_response_iss_parameter_supported"] = true;
        var plugin = _site.Build();

        Assert.Equal(401, (await _site.AnswerAsync(plugin, LoginSite.Query(await _site.Browser.GetAsync(plugin, "/")))).Answer.Status);
    }

    [Fact]
    public async Task Answer_to_another_browser_too_late_or_twice_is_refused()
    {
        var plugin = _site.Build();
        var query = LoginSite.Query(await _site.Browser.GetAsync(plugin, "/"));
        var victim = new Browser();
        Assert.Equal(401, (await victim.GetAsync(plugin, $"/cb?state={query["state"]}&code=good")).Answer.Status);

        var late = _site.Browser.Copy();
        Assert.Equal(302, (await _site.AnswerAsync(plugin, query)).Answer.Status);
        Assert.Equal(401, (await _site.AnswerAsync(plugin, query)).Answer.Status);
        _site.Fixture.Clock.Advance(TimeSpan.FromSeconds(601));
        Assert.Equal(401, (await late.GetAsync(plugin, $"/cb?state={query["state"]}&code=good")).Answer.Status);
    }

    [Theory]
    [InlineData("""{"nonce":"other"}""")]
    [InlineData("""{"nonce":null}""")]
    [InlineData("""{"aud":"other"}""")]
    [InlineData("""{"aud":["gateway","other"],"azp":"other"}""")]
    [InlineData("""{"aud":["gateway","other"]}""")]
    [InlineData("""{"aud":"gateway","azp":7}""")]
    [InlineData("""{"c_hash":"AAAAAAAAAAAAAAAAAAAAAA"}""")]
    [InlineData("""{"at_hash":7}""")]
    [InlineData("""{"sub":""}""")]
    [InlineData("""{"iat":4000000000}""")]
    [InlineData("""{"nbf":4000000000}""")]
    [InlineData("""{"iss":"https://other.test"}""")]
    [InlineData("""{"exp":1}""")]
    [InlineData("""{"sub":null}""")]
    [InlineData("""{"at_hash":"AAAAAAAAAAAAAAAAAAAAAA"}""")]
    public async Task Id_token_must_be_for_this_log_in(string claims)
    {
        var plugin = _site.Build();
        var query = LoginSite.Query(await _site.Browser.GetAsync(plugin, "/"));
        _site.IdClaims = claims;

        Assert.Equal(401, (await _site.AnswerAsync(plugin, query)).Answer.Status);
        Assert.DoesNotContain("session", _site.Browser.Cookies.Keys);
    }

    [Fact]
    public async Task Claims_of_a_signed_access_token_count_before_those_of_the_id_token()
    {
        _site.AccessToken = _site.Fixture.Server.Sign(_site.Fixture.Now, """{"realm_access":{"roles":["staff"]},"name":"from access"}""");
        _site.IdClaims = """{"name":"from id","email":"a@x.test"}""";
        var plugin = _site.Build("""
            {"roles_claim":["realm_access","roles"],"roles_required":["staff"],
             "upstream_headers_claims":["name","email"],"upstream_headers_names":["X-Name","X-Email"]}
            """);
        await _site.LogInAsync(plugin);

        var page = await _site.Browser.GetAsync(plugin, "/");

        Assert.Equal((0, "from access", "a@x.test"), (page.Answer.Status, page.RequestHeader("X-Name"), page.RequestHeader("X-Email")));
    }

    [Fact]
    public async Task Person_without_the_role_is_told_403_and_not_sent_around()
    {
        var plugin = _site.Build("""{"roles_required":["staff"]}""");

        var end = await _site.AnswerAsync(plugin, LoginSite.Query(await _site.Browser.GetAsync(plugin, "/")));

        Assert.Equal(403, end.Answer.Status);
    }

    [Fact]
    public async Task Code_is_taken_out_of_a_request_that_goes_on()
    {
        var plugin = _site.Build("""{"login_action":"upstream"}""");
        var query = LoginSite.Query(await _site.Browser.GetAsync(plugin, "/"));
        _site.Nonce = query["nonce"];

        var end = await _site.Browser.GetAsync(plugin, $"/cb?a=1&state={query["state"]}&code=good");

        Assert.Equal((0, "a=1"), (end.Answer.Status, Encoding.ASCII.GetString(end.Request.Query)));
        Assert.Contains("session", _site.Browser.Cookies.Keys);
    }

    [Fact]
    public async Task Several_log_ins_at_once_do_not_take_each_other_and_are_bounded()
    {
        var plugin = _site.Build();
        var first = LoginSite.Query(await _site.Browser.GetAsync(plugin, "/first"));
        var second = LoginSite.Query(await _site.Browser.GetAsync(plugin, "/second"));
        Assert.Equal("http://api.test/first", (await _site.AnswerAsync(plugin, first)).ResponseHeader("Location"));
        _site.Browser.Forget("session");
        Assert.Equal("http://api.test/second", (await _site.AnswerAsync(plugin, second)).ResponseHeader("Location"));

        _site.Browser.Forget("session");
        for (int i = 0; i < 20; i++)
        {
            await _site.Browser.GetAsync(plugin, "/");
        }

        Assert.InRange(_site.Browser.Cookies.Count, 1, 5);
    }

    [Theory]
    [InlineData("""{"aud":["gateway","other"],"azp":"gateway"}""")]
    [InlineData("""{"aud":["gateway"]}""")]
    [InlineData("""{"c_hash":"dw4DLO1RwZZMfu_AtL37Mg"}""")]
    [InlineData("""{"at_hash":"B-aaT26n3h9HZGdVWSqaeQ"}""")]
    public async Task Id_token_that_says_more_of_this_log_in_is_fine(string claims)
    {
        var plugin = _site.Build();
        var query = LoginSite.Query(await _site.Browser.GetAsync(plugin, "/"));
        var more = System.Text.Json.Nodes.JsonNode.Parse(claims)!.AsObject();
        foreach (var (name, text) in new[] { ("c_hash", "good"), ("at_hash", "opaque-access") })
        {
            if (more.ContainsKey(name))
            {
                more[name] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(text)).AsSpan(0, 16));
            }
        }

        _site.IdClaims = more.ToJsonString();

        Assert.Equal(302, (await _site.AnswerAsync(plugin, query)).Answer.Status);
    }

    [Fact]
    public async Task Id_token_of_a_clock_that_is_a_little_ahead_is_fine()
    {
        _site.IdClaims = $$"""{"iat":{{_site.Fixture.Now.ToUnixTimeSeconds() + 30}}}""";

        await _site.LogInAsync(_site.Build());

        Assert.Contains("session", _site.Browser.Cookies.Keys);
    }

    [Theory]
    [InlineData("error=access_denied", "(access_denied)")]
    [InlineData("error=login%20as%20root", "()")]
    [InlineData("error=x&error=y", "()")]
    [InlineData("error=%0d%0aforged", "()")]
    public async Task Error_of_the_provider_is_logged_when_it_is_one(string answer, string expected)
    {
        var plugin = _site.Build();
        var query = LoginSite.Query(await _site.Browser.GetAsync(plugin, "/"));

        await _site.Browser.GetAsync(plugin, $"/cb?state={query["state"]}&{answer}");

        Assert.Contains(_site.Fixture.Bench.Log.Lines, l => l.Contains("the provider refused it " + expected.Replace("()", "(no code)", StringComparison.Ordinal), StringComparison.Ordinal));
    }
}
