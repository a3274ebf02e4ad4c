using System.Text;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.OpenIdConnect;

/// <summary>Introspection and client credentials.</summary>
public sealed class TokenEndpointTests
{
    private const string Introspection = """{"auth_methods":["introspection"],"client_id":["gateway"],"client_secret":["s3:cret"]}""";
    private const string Clients = """{"auth_methods":["client_credentials"],"scopes":["openid","read"]}""";

    [Theory]
    [InlineData(200, """{"active":true,"sub":"alice","scope":"read"}""", 0)]
    [InlineData(200, """{"active":true,"iss":"https://other.test"}""", 401)]
    [InlineData(200, """{"active":true,"exp":1}""", 401)]
    [InlineData(200, """{"active":true,"typ":"Refresh"}""", 401)]
    [InlineData(200, """{"active":true,"cnf":{"x5t#S256":"x"}}""", 401)]
    [InlineData(200, """{"active":false}""", 401)]
    [InlineData(200, """{"active":"true"}""", 401)]
    [InlineData(200, """{"active":false,"active":true}""", 503)]
    [InlineData(200, "nonsense", 503)]
    [InlineData(401, """{"error":"invalid_client"}""", 503)]
    [InlineData(500, "", 503)]
    public async Task Introspection_decides(int answer, string body, int status)
    {
        await using var fixture = new OpenIdFixture();
        fixture.Server.Introspect = _ => (answer, body);
        var plugin = fixture.Build(Introspection);

        var exchange = await OpenIdFixture.BearerAsync(plugin, "opaque-token");

        Assert.Equal(status, exchange.Answer.Status);
        var request = Assert.Single(fixture.Server.Requests("/introspect"));
        Assert.Equal("token=opaque-token&token_type_hint=access_token", Encoding.ASCII.GetString(request.Body));
        Assert.Equal("Basic " + Convert.ToBase64String("gateway:s3%3Acret"u8), request.Header("Authorization"));
    }

    [Fact]
    public async Task Introspection_is_kept_for_its_time_and_one_call_serves_all()
    {
        await using var fixture = new OpenIdFixture();
        fixture.Server.Introspect = _ => (200, """{"active":true,"sub":"alice"}""");
        var plugin = fixture.Build(Introspection);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => OpenIdFixture.BearerAsync(plugin, "opaque-token")));
        Assert.Equal(1, fixture.Server.Calls("/introspect"));
        fixture.Server.Introspect = _ => (200, """{"active":false}""");
        fixture.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(0, (await OpenIdFixture.BearerAsync(plugin, "opaque-token")).Answer.Status);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(401, (await OpenIdFixture.BearerAsync(plugin, "opaque-token")).Answer.Status);
        Assert.Equal(401, (await OpenIdFixture.BearerAsync(plugin, "opaque-token")).Answer.Status);
        Assert.Equal(2, fixture.Server.Calls("/introspect"));
        fixture.Clock.Advance(TimeSpan.FromSeconds(10));
        await OpenIdFixture.BearerAsync(plugin, "opaque-token");
        Assert.Equal(3, fixture.Server.Calls("/introspect"));
    }

    [Fact]
    public async Task Client_gets_a_token_once_and_its_own_secret_is_replaced_by_it()
    {
        await using var fixture = new OpenIdFixture();
        fixture.Server.Token = (form, request) => request.Header("Authorization") == "Basic " + Convert.ToBase64String("robot:r%2B1"u8)
            ? (200, $$"""{"access_token":"{{fixture.Server.Sign(fixture.Now, """{"sub":"robot"}""")}}","token_type":"Bearer","expires_in":30,"scope":"{{form["scope"]}}"}""")
            : (401, """{"error":"invalid_client"}""");
        var plugin = fixture.Build(Clients);
        // Discovery first, so that the many below count token calls only.
        Assert.Equal(401, (await BasicAsync(plugin, "robot:wrong")).Answer.Status);

        var exchanges = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => BasicAsync(plugin, "robot:r+1")));
        Assert.All(exchanges, e => Assert.Equal(0, e.Answer.Status));
        Assert.StartsWith("Bearer ey", exchanges[0].RequestHeader("Authorization"), StringComparison.Ordinal);
        Assert.Equal("robot", exchanges[0].RequestHeader("X-Credential-Identifier"));
        Assert.Equal(2, fixture.Server.Calls("/token"));
        Assert.Contains("scope=read", Encoding.ASCII.GetString(fixture.Server.Requests("/token").Last().Body), StringComparison.Ordinal);

        fixture.Clock.Advance(TimeSpan.FromSeconds(30));
        await BasicAsync(plugin, "robot:r+1");
        Assert.Equal(3, fixture.Server.Calls("/token"));
    }

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("""{"scopes_required":["read"]}""", 0)]
    [InlineData("""{"scopes_required":["write"]}""", 403)]
    [InlineData("""{"audience_required":["api"]}""", 403)]
    public async Task Opaque_token_of_a_client_vouches_for_its_scope_only(string more, int status)
    {
        await using var fixture = new OpenIdFixture();
        fixture.Server.Token = (_, _) => (200, """{"access_token":"opaque","token_type":"bearer","scope":"read"}""");

        var exchange = await BasicAsync(fixture.Build(Clients, more), "robot:x");

        Assert.Equal(status, exchange.Answer.Status);
    }

    [Theory]
    [InlineData("""{"access_token":"a.b.c","token_type":"Bearer"}""", 401)]
    [InlineData("""{"access_token":"x","token_type":"DPoP"}""", 503)]
    [InlineData("""{"token_type":"Bearer"}""", 503)]
    [InlineData("[]", 503)]
    public async Task Answer_that_is_no_token_lets_nobody_in(string answer, int status)
    {
        await using var fixture = new OpenIdFixture();
        fixture.Server.Token = (_, _) => (200, answer);

        Assert.Equal(status, (await BasicAsync(fixture.Build(Clients), "robot:x")).Answer.Status);
    }

    [Fact]
    public async Task Credentials_that_are_no_pair_are_refused_without_a_call()
    {
        await using var fixture = new OpenIdFixture();
        var plugin = fixture.Build(Clients);
        await Eventually.TrueAsync(() => fixture.Server.Calls("/jwks") > 0, "discovery");

        Assert.Equal(401, (await BasicAsync(plugin, "robot")).Answer.Status);
        Assert.Equal(401, (await BasicAsync(plugin, ":x")).Answer.Status);
        Assert.Equal(0, fixture.Server.Calls("/token"));
    }

    private static Task<FakeExchange> BasicAsync(Core.Plugins.Plugin plugin, string pair)
        => OpenIdFixture.SendAsync(plugin, new FakeExchange().With("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))));
}
