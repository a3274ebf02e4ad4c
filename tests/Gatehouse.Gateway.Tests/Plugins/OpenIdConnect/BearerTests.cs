using System.Text;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Identity;
using Gatehouse.Gateway.Tests.Identity.Keys;
using Gatehouse.Protocols.Jose;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.OpenIdConnect;

public sealed class BearerTests
{
    private const string Invalid = "Bearer error=\"invalid_token\"";
    private const string Insufficient = "Bearer error=\"insufficient_scope\"";

    [Theory]
    [InlineData("{}", "{}", 0)]
    [InlineData("{}", """{"exp":1}""", 401)]
    [InlineData("{}", """{"exp":null}""", 401)]
    [InlineData("{}", """{"nbf":4000000000}""", 401)]
    [InlineData("{}", """{"iss":"https://other.test"}""", 401)]
    [InlineData("{}", """{"iss":null}""", 401)]
    [InlineData("{}", """{"typ":"Bearer"}""", 0)]
    [InlineData("{}", """{"typ":"ID"}""", 401)]
    [InlineData("{}", """{"typ":"Refresh"}""", 401)]
    [InlineData("{}", """{"token_use":"id"}""", 401)]
    [InlineData("{}", """{"cnf":{"jkt":"x"}}""", 401)]
    [InlineData("{}", """{"at_hash":"x"}""", 401)]
    [InlineData("{}", """{"c_hash":"x"}""", 401)]
    [InlineData("{}", """{"nonce":"x"}""", 0)]
    [InlineData("""{"claims_forbidden":["guest"]}""", """{"guest":false}""", 403)]
    [InlineData("""{"claims_forbidden":["guest"]}""", "{}", 0)]
    [InlineData("""{"consumer_claim":["n"],"consumer_by":["username"]}""", """{"n":7}""", 403)]
    [InlineData("""{"consumer_claim":["n"]}""", """{"n":["bob"]}""", 403)]
    [InlineData("""{"consumer_claim":["n"]}""", """{"n":{"bob":1}}""", 403)]
    [InlineData("""{"consumer_claim":["n"]}""", """{"n":""}""", 403)]
    [InlineData("""{"consumer_claim":["n"]}""", """{"n":null}""", 403)]
    [InlineData("""{"consumer_claim":["n"]}""", """{"n":true}""", 403)]
    [InlineData("""{"scopes_required":[" "]}""", """{"scope":"a"}""", 403)]
    [InlineData("""{"roles_required":["a b","c"]}""", """{"roles":["b","x","a"]}""", 0)]
    [InlineData("""{"roles_required":["a b","c"]}""", """{"roles":["b","x"]}""", 403)]
    [InlineData("""{"roles_required":["a"],"groups_required":["g"]}""", """{"roles":["a"],"groups":["h"]}""", 403)]
    [InlineData("""{"audience_required":["x y"]}""", """{"aud":["y","x"]}""", 0)]
    [InlineData("""{"issuers_allowed":["https://public.test"]}""", """{"iss":"https://public.test"}""", 0)]
    [InlineData("""{"audience_required":["api"]}""", "{}", 0)]
    [InlineData("""{"audience_required":["api"]}""", """{"aud":["x","api"]}""", 0)]
    [InlineData("""{"audience_required":["api"]}""", """{"aud":"apis"}""", 403)]
    [InlineData("""{"audience_required":["api"]}""", """{"aud":null}""", 403)]
    [InlineData("""{"scopes_required":["read"]}""", """{"scope":"openid read"}""", 0)]
    [InlineData("""{"scopes_required":["read write"]}""", """{"scope":"openid read"}""", 403)]
    [InlineData("""{"scopes_required":["read write","admin"]}""", """{"scope":"admin"}""", 0)]
    [InlineData("""{"scopes_required":["read"],"scopes_claim":["scp"]}""", """{"scp":["read"]}""", 0)]
    [InlineData("""{"scopes_required":["read"]}""", """{"scope":["reader"]}""", 403)]
    [InlineData("""{"roles_required":["staff"],"roles_claim":["realm_access","roles"]}""", """{"realm_access":{"roles":["staff","x"]}}""", 0)]
    [InlineData("""{"roles_required":["staff"],"roles_claim":["realm_access","roles"]}""", """{"realm_access":{"roles":["staffing"]}}""", 403)]
    [InlineData("""{"roles_required":["staff"],"roles_claim":["realm_access","roles"]}""", """{"realm_access":["roles","staff"]}""", 403)]
    [InlineData("""{"roles_required":["user"],"roles_claim":["resource_access","my.app","roles"]}""", """{"resource_access":{"my.app":{"roles":["user"]}}}""", 0)]
    [InlineData("""{"groups_required":["acme"],"groups_claim":["organization"]}""", """{"organization":{"acme":{"id":"1"},"b":{}}}""", 0)]
    [InlineData("""{"groups_required":["acme"],"groups_claim":["organization"]}""", """{"organization":["acme"]}""", 0)]
    [InlineData("""{"groups_required":["id"],"groups_claim":["organization"]}""", """{"organization":{"acme":{"id":"1"}}}""", 403)]
    [InlineData("""{"roles_required":["a b"]}""", """{"roles":["a b"]}""", 403)]
    [InlineData("""{"consumer_claim":["sub"]}""", """{"sub":"bob"}""", 0)]
    [InlineData("""{"consumer_claim":["sub"]}""", """{"sub":"b-1"}""", 0)]
    [InlineData("""{"consumer_claim":["sub"],"consumer_by":["custom_id"]}""", """{"sub":"bob"}""", 403)]
    [InlineData("""{"consumer_claim":["sub"]}""", """{"sub":"eve"}""", 403)]
    [InlineData("""{"consumer_claim":["sub"],"consumer_optional":true}""", """{"sub":"eve"}""", 0)]
    public async Task Claims_decide(string config, string claims, int status)
    {
        await using var fixture = new OpenIdFixture();
        var plugin = fixture.Build(config);

        var exchange = await OpenIdFixture.BearerAsync(plugin, fixture.Server.Sign(fixture.Now, claims));

        Assert.Equal(status, exchange.Answer.Status);
        Assert.Equal(status switch { 0 => null, 401 => Invalid, _ => Insufficient }, exchange.ResponseHeader("WWW-Authenticate"));
        Assert.Equal(status == 0, exchange.Credential is not null);
        Assert.Equal(status == 0, exchange.Claims is not null);
        Assert.Equal(status switch { 0 => null, 401 => "Unauthorized", _ => "Forbidden" }, exchange.Answer.Message);
    }

    [Theory]
    [InlineData("logout+jwt", 401)]
    [InlineData("application/dpop+jwt", 401)]
    [InlineData("at+jwt", 0)]
    public async Task Kind_of_token_decides(string type, int status)
    {
        await using var fixture = new OpenIdFixture();

        var exchange = await OpenIdFixture.BearerAsync(fixture.Build(), fixture.Server.Sign(fixture.Now, type: type));

        Assert.Equal(status, exchange.Answer.Status);
    }

    [Fact]
    public async Task Signature_of_another_key_is_refused()
    {
        await using var fixture = new OpenIdFixture();
        var other = SigningKey.Create("k1");

        var exchange = await OpenIdFixture.BearerAsync(fixture.Build(), fixture.Server.Sign(fixture.Now, key: other.Key));

        Assert.Equal(401, exchange.Answer.Status);
    }

    [Fact]
    public async Task Token_without_signature_is_refused()
    {
        await using var fixture = new OpenIdFixture();
        string[] parts = fixture.Server.Sign(fixture.Now).Split('.');
        string none = System.Buffers.Text.Base64Url.EncodeToString("""{"alg":"none"}"""u8);

        Assert.Equal(401, (await OpenIdFixture.BearerAsync(fixture.Build(), $"{none}.{parts[1]}.")).Answer.Status);
        Assert.Equal(401, (await OpenIdFixture.BearerAsync(fixture.Build(), $"{none}.{parts[1]}.{parts[2]}")).Answer.Status);
    }

    [Theory]
    [InlineData("{}", 401)]
    [InlineData("""{"enable_hs_signatures":true}""", 0)]
    public async Task Signature_with_the_client_secret_counts_only_when_allowed(string more, int status)
    {
        await using var fixture = new OpenIdFixture();
        Assert.True(JoseKey.TryFromSecret(Encoding.UTF8.GetBytes(OpenIdFixture.Secret), JoseKeyPolicy.Signing, out var secret, out _, "k1"));
        var plugin = fixture.Build($$"""{"client_id":["gateway"],"client_secret":["{{OpenIdFixture.Secret}}"]}""", more);

        var exchange = await OpenIdFixture.BearerAsync(plugin, fixture.Server.Sign(fixture.Now, key: secret, algorithm: JoseAlgorithm.HS256));

        Assert.Equal(status, exchange.Answer.Status);
    }

    [Theory]
    [InlineData("Authorization: Bearer a|Authorization: Bearer b", "/", 401)]
    [InlineData("Authorization: Bearer", "/", 401)]
    [InlineData("Authorization: Bearer a b", "/", 401)]
    [InlineData("Authorization: Basic YTpi", "/", 401)]
    [InlineData("X: y", "/?access_token=a.b.c", 401)]
    [InlineData("Authorization: Bearer opaque", "/", 401)]
    public async Task Request_without_an_acceptable_token_is_refused(string headers, string target, int status)
    {
        await using var fixture = new OpenIdFixture();
        var exchange = new FakeExchange(target: target);
        foreach (string header in headers.Split('|'))
        {
            exchange.With(header.Split(": ")[0].TrimEnd(':'), header.Contains(": ", StringComparison.Ordinal) ? header.Split(": ")[1] : "");
        }

        await OpenIdFixture.SendAsync(fixture.Build(), exchange);

        Assert.Equal(status, exchange.Answer.Status);
        Assert.StartsWith("Bearer", exchange.ResponseHeader("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_is_taken_from_query_and_cookie_and_hidden()
    {
        await using var fixture = new OpenIdFixture();
        var plugin = fixture.Build("""
            {"bearer_token_param_type":["query","cookie"],"bearer_token_cookie_name":"tok","hide_credentials":true,"upstream_access_token_header":null}
            """);
        string token = fixture.Server.Sign(fixture.Now);

        var query = await OpenIdFixture.SendAsync(plugin, new FakeExchange(target: $"/?a=1&access_token={token}&b=2"));
        var cookie = await OpenIdFixture.SendAsync(plugin, new FakeExchange().With("Cookie", $"a=1; tok={token}; b=2"));
        var both = await OpenIdFixture.SendAsync(plugin, new FakeExchange(target: $"/?access_token={token}&access_token={token}"));

        Assert.Equal((0, "a=1&b=2"), (query.Answer.Status, Encoding.ASCII.GetString(query.Request.Query)));
        Assert.Equal((0, "a=1; b=2"), (cookie.Answer.Status, cookie.RequestHeader("Cookie")));
        Assert.Equal(401, both.Answer.Status);
    }

    [Fact]
    public async Task Consumer_groups_and_identity_fields_are_set()
    {
        await using var fixture = new OpenIdFixture();
        var plugin = fixture.Build("""{"consumer_claim":["preferred_username"],"authenticated_groups_claim":["groups"]}""");

        var exchange = await OpenIdFixture.BearerAsync(plugin, fixture.Server.Sign(fixture.Now, """{"preferred_username":"bob","groups":["g1","g 2"]}"""));

        Assert.Equal((IdentityConfig.BobId, "bob", "alice"), (exchange.RequestHeader("X-Consumer-ID"), exchange.Consumer?.Username, exchange.RequestHeader("X-Credential-Identifier")));
        Assert.Equal(["g1", "g 2"], exchange.AuthenticatedGroups);
    }

    [Fact]
    public async Task Same_token_is_verified_once_until_it_ends_or_its_key_is_withdrawn()
    {
        await using var fixture = new OpenIdFixture();
        var plugin = fixture.Build();
        string token = fixture.Server.Sign(fixture.Now);
        Assert.Equal(0, (await OpenIdFixture.BearerAsync(plugin, token)).Answer.Status);
        Assert.Equal(1, fixture.Bench.Node.Tokens.Count);

        fixture.Server.Key = SigningKey.Create("k2");
        Assert.Equal(0, (await OpenIdFixture.BearerAsync(plugin, token)).Answer.Status);
        Assert.Equal(0, (await OpenIdFixture.BearerAsync(plugin, fixture.Server.Sign(fixture.Now))).Answer.Status);
        Assert.Equal(401, (await OpenIdFixture.BearerAsync(plugin, token)).Answer.Status);

        string second = fixture.Server.Sign(fixture.Now);
        Assert.Equal(0, (await OpenIdFixture.BearerAsync(plugin, second)).Answer.Status);
        fixture.Clock.Advance(TimeSpan.FromSeconds(300));
        Assert.Equal(401, (await OpenIdFixture.BearerAsync(plugin, second)).Answer.Status);
    }

    [Fact]
    public async Task Unreachable_provider_denies_and_recovers_without_a_reload()
    {
        await using var fixture = new OpenIdFixture();
        fixture.Server.IsDown = true;
        var plugin = fixture.Build("""{"anonymous":"anon"}""");
        string token = fixture.Server.Sign(fixture.Now);

        var denied = await OpenIdFixture.BearerAsync(plugin, token);
        fixture.Server.IsDown = false;
        await Eventually.TrueAsync(
            async () =>
            {
                fixture.Clock.Advance(TimeSpan.FromSeconds(1));
                return (await OpenIdFixture.BearerAsync(plugin, token)).Answer.Status == 0;
            },
            "the provider to be found");

        // Not taken for anybody else either.
        Assert.Equal((503, false), (denied.Answer.Status, denied.IsAnonymous));
        fixture.Server.IsDown = true;
        fixture.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(0, (await OpenIdFixture.BearerAsync(plugin, fixture.Server.Sign(fixture.Now))).Answer.Status);
    }

    [Fact]
    public async Task Each_issuer_is_believed_for_itself_only()
    {
        await using var fixture = new OpenIdFixture();
        await using var other = new OpenIdServer();
        var plugin = fixture.Build($$"""{"extra_issuers":["{{other.Issuer}}"]}""");

        Assert.Equal(0, (await OpenIdFixture.BearerAsync(plugin, fixture.Server.Sign(fixture.Now))).Answer.Status);
        Assert.Equal(0, (await OpenIdFixture.BearerAsync(plugin, other.Sign(fixture.Now))).Answer.Status);
        Assert.Equal(401, (await OpenIdFixture.BearerAsync(plugin, other.Sign(fixture.Now, $$"""{"iss":"{{fixture.Server.Issuer}}"}"""))).Answer.Status);
        Assert.Equal(401, (await OpenIdFixture.BearerAsync(plugin, fixture.Server.Sign(fixture.Now, $$"""{"iss":"{{other.Issuer}}"}"""))).Answer.Status);
    }

    [Theory]
    [InlineData("issuer", "https://evil.test")]
    [InlineData("jwks_uri", "http://169.254.169.254/keys")]
    [InlineData("jwks_uri", "http://127.0.0.1:1/keys")]
    [InlineData("jwks_uri", "file:///etc/passwd")]
    public async Task Document_of_somebody_else_or_with_a_forbidden_link_denies(string member, string value)
    {
        await using var fixture = new OpenIdFixture();
        fixture.Server.Metadata[member] = value;
        var plugin = fixture.Build();

        var exchange = await OpenIdFixture.BearerAsync(plugin, fixture.Server.Sign(fixture.Now));

        Assert.Equal(503, exchange.Answer.Status);
    }

    [Fact]
    public async Task Failures_and_denials_are_reported_without_the_token()
    {
        await using var fixture = new OpenIdFixture();
        var plugin = fixture.Build("""{"scopes_required":["read"]}""");
        string token = fixture.Server.Sign(fixture.Now, """{"jti":"canary-7f"}""");

        await OpenIdFixture.BearerAsync(plugin, token);
        await OpenIdFixture.BearerAsync(plugin, token + "x");
        await Eventually.TrueAsync(() => fixture.Bench.Audit.Text.Contains("authentication_failed", StringComparison.Ordinal), "the audit records");

        Assert.Contains("\"reason\":\"scope\"", fixture.Bench.Audit.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Split('.')[2], fixture.Bench.Audit.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", fixture.Bench.Audit.Text, StringComparison.Ordinal);
        Assert.True(AuthenticationFailureReasons.IsAttempt(AuthenticationFailureReason.WrongSecret));
    }
}
