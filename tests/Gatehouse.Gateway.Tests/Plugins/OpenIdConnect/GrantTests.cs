using System.Text;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.OpenIdConnect;

/// <summary>Passwords and refresh tokens in requests.</summary>
public sealed class GrantTests
{
    private const string Password = """{"auth_methods":["password"],"client_id":["gateway"],"client_secret":["s3cret"],"scopes":["openid","read"],"audience":["api"]}""";
    private const string Refresh = """
        {"auth_methods":["refresh_token"],"client_id":["gateway"],"client_secret":["s3cret"],"downstream_refresh_token_header":"X-Refresh",
         "upstream_id_token_header":"X-Id","hide_credentials":true}
        """;

    [Fact]
    public async Task Person_is_let_in_by_a_password_that_is_asked_about_once()
    {
        await using var fixture = new OpenIdFixture();
        fixture.Server.Token = (form, request) => (form["username"], form["password"]) == ("bob", "p:w")
            ? (200, $$"""{"access_token":"opaque","token_type":"Bearer","id_token":"{{fixture.Server.Sign(fixture.Now, """{"aud":"gateway","sub":"bob"}""")}}","expires_in":30}""")
            : (400, """{"error":"invalid_grant"}""");
        var plugin = fixture.Build(Password, """{"consumer_claim":["sub"]}""");
        Assert.Equal(401, (await BasicAsync(plugin, "bob:wrong")).Answer.Status);

        var exchanges = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => BasicAsync(plugin, "bob:p:w")));

        Assert.All(exchanges, e => Assert.Equal((0, "bob", "Bearer opaque"), (e.Answer.Status, e.Consumer?.Username, e.RequestHeader("Authorization"))));
        Assert.Equal(2, fixture.Server.Calls("/token"));
        var last = fixture.Server.Requests("/token").Last();
        var form = OpenIdServer.Form(last);
        Assert.Equal(("password", "openid read", "api"), (form["grant_type"], form["scope"], form["audience"]));
        Assert.StartsWith("Basic ", last.Header("Authorization"), StringComparison.Ordinal);
        fixture.Clock.Advance(TimeSpan.FromSeconds(30));
        await BasicAsync(plugin, "bob:p:w");
        Assert.Equal(3, fixture.Server.Calls("/token"));
    }

    [Theory]
    [InlineData("""{"aud":"other"}""")]
    [InlineData("""{"aud":["gateway","other"]}""")]
    [InlineData("""{"aud":"gateway","azp":"other"}""")]
    [InlineData("""{"aud":"gateway","at_hash":"AAAA"}""")]
    [InlineData("""{"aud":"gateway","exp":1}""")]
    [InlineData("""{"aud":"gateway","iss":"https://other.test"}""")]
    public async Task Id_token_that_comes_with_it_must_be_ours(string claims)
    {
        await using var fixture = new OpenIdFixture();
        fixture.Server.Token = (_, _) => (200, $$"""{"access_token":"opaque","token_type":"Bearer","id_token":"{{fixture.Server.Sign(fixture.Now, claims)}}"}""");

        Assert.Equal(401, (await BasicAsync(fixture.Build(Password), "bob:x")).Answer.Status);
    }

    [Fact]
    public async Task Password_without_an_id_token_vouches_for_scope_and_name_only()
    {
        await using var fixture = new OpenIdFixture();
        fixture.Server.Token = (_, _) => (200, """{"access_token":"opaque","token_type":"Bearer","scope":"read"}""");

        var exchange = await BasicAsync(
            fixture.Build(Password, """{"scopes_required":["read"],"upstream_headers_claims":["username","sub"],"upstream_headers_names":["X-Name","X-Sub"]}"""), "bob:x");

        Assert.Equal((0, "bob", null), (exchange.Answer.Status, exchange.RequestHeader("X-Name"), exchange.RequestHeader("X-Sub")));
    }

    [Theory]
    [InlineData(401, """{"error":"invalid_client"}""", 503)]
    [InlineData(400, """{"error":"unauthorized_client"}""", 503)]
    [InlineData(403, "<html>maintenance</html>", 503)]
    [InlineData(400, """{"error":"invalid_grant"}""", 401)]
    [InlineData(429, "", 503)]
    public async Task Fault_of_the_gateways_own_client_is_no_wrong_password(int status, string body, int expected)
    {
        await using var fixture = new OpenIdFixture();
        fixture.Server.Token = (_, _) => (status, body);

        Assert.Equal(expected, (await BasicAsync(fixture.Build(Password), "bob:x")).Answer.Status);
    }

    [Fact]
    public async Task Password_is_not_taken_unless_asked_for()
    {
        await using var fixture = new OpenIdFixture();
        fixture.Server.Token = (_, _) => (200, """{"access_token":"opaque","token_type":"Bearer"}""");

        Assert.Equal(401, (await BasicAsync(fixture.Build(), "bob:x")).Answer.Status);
        Assert.Equal(0, fixture.Server.Calls("/token"));
    }

    [Fact]
    public async Task Refresh_token_is_used_once_and_the_next_one_handed_to_the_client()
    {
        await using var fixture = new OpenIdFixture();
        int used = 0;
        fixture.Server.Token = (form, _) => form["refresh_token"] == "r0" && Interlocked.Increment(ref used) == 1
            ? (200, $$"""{"access_token":"{{fixture.Server.Sign(fixture.Now)}}","token_type":"Bearer","refresh_token":"r1","expires_in":300,"id_token":"{{fixture.Server.Sign(fixture.Now, """{"aud":"gateway"}""")}}"}""")
            : (400, """{"error":"invalid_grant"}""");
        var plugin = fixture.Build(Refresh);

        var exchanges = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => SendAsync(plugin, "r0")));

        Assert.All(exchanges, e => Assert.Equal((0, "alice", "r1", null), (e.Answer.Status, e.Credential?.Identifier, e.ResponseHeader("X-Refresh"), e.RequestHeader("Refresh-Token"))));
        Assert.All(exchanges, e => Assert.StartsWith("ey", e.RequestHeader("X-Id"), StringComparison.Ordinal));
        Assert.Equal(1, used);
        Assert.Equal(401, (await SendAsync(plugin, "wrong")).Answer.Status);
        foreach (var field in exchanges[0].Response.Headers.Values(new Core.Http.HeaderName("X-Refresh")))
        {
            Assert.True(Gatehouse.Gateway.Observability.LogRedaction.Hides(in field, exchanges[0].SecretNames));
        }
    }

    [Theory]
    [InlineData("Refresh-Token", "a b", 401)]
    [InlineData("Refresh-Token", "ü", 401)]
    [InlineData("Refresh-Token", "", 401)]
    [InlineData("Other", "r0", 401)]
    public async Task Refresh_token_that_cannot_be_one_is_refused_without_a_call(string name, string value, int status)
    {
        await using var fixture = new OpenIdFixture();

        Assert.Equal(status, (await OpenIdFixture.SendAsync(fixture.Build(Refresh), new FakeExchange().With(name, value))).Answer.Status);
        Assert.Equal(0, fixture.Server.Calls("/token"));
    }

    [Fact]
    public async Task Token_of_a_client_is_kept_no_longer_than_it_is_valid()
    {
        await using var fixture = new OpenIdFixture();
        fixture.Server.Token = (_, _) => (200, $$"""{"access_token":"{{fixture.Server.Sign(fixture.Now, $$"""{"exp":{{fixture.Now.ToUnixTimeSeconds() + 20}}}""")}}","token_type":"Bearer"}""");
        var plugin = fixture.Build("""{"auth_methods":["client_credentials"],"cache_ttl":3600}""");
        await BasicAsync(plugin, "robot:x");
        fixture.Clock.Advance(TimeSpan.FromSeconds(19));
        await BasicAsync(plugin, "robot:x");
        Assert.Equal(1, fixture.Server.Calls("/token"));

        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await BasicAsync(plugin, "robot:x");

        Assert.Equal(2, fixture.Server.Calls("/token"));
    }

    private static Task<FakeExchange> BasicAsync(Plugin plugin, string pair)
        => OpenIdFixture.SendAsync(plugin, new FakeExchange().With("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))));

    private static Task<FakeExchange> SendAsync(Plugin plugin, string refreshToken)
        => OpenIdFixture.SendAsync(plugin, new FakeExchange().With("Refresh-Token", refreshToken));
}
