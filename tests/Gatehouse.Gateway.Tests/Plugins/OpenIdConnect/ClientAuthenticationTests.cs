using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Identity.Keys;
using Gatehouse.Protocols.Jose;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.OpenIdConnect;

/// <summary>How the gateway proves to the provider who it is.</summary>
public sealed class ClientAuthenticationTests
{
    private const string Introspection = """{"auth_methods":["introspection"],"client_id":["gateway"]}""";

    [Theory]
    [InlineData("""{"client_secret":["a:b"]}""", "token=t&token_type_hint=access_token", "Z2F0ZXdheTphJTNBYg==")]
    [InlineData("""{"client_secret":["a b"],"client_auth":["client_secret_post"]}""", "token=t&token_type_hint=access_token&client_id=gateway&client_secret=a%20b", null)]
    [InlineData("""{"client_auth":["none"]}""", "token=t&token_type_hint=access_token&client_id=gateway", null)]
    public async Task Secret_goes_where_it_is_configured_to(string more, string body, string? basic)
    {
        await using var fixture = new OpenIdFixture();
        fixture.Server.Introspect = _ => (200, """{"active":true}""");

        Assert.Equal(0, (await OpenIdFixture.BearerAsync(fixture.Build(Introspection, more), "t")).Answer.Status);

        var request = Assert.Single(fixture.Server.Requests("/introspect"));
        Assert.Equal(body, Encoding.ASCII.GetString(request.Body));
        Assert.Equal(basic is null ? null : "Basic " + basic, request.Header("Authorization"));
    }

    [Theory]
    [InlineData("client_secret_jwt", null, "HS256", null)]
    [InlineData("client_secret_jwt", "HS512", null, null)]
    [InlineData("private_key_jwt", null, "ES256", null)]
    [InlineData("private_key_jwt", null, "RS256", "rsa")]
    [InlineData("private_key_jwt", "PS384", "PS384", "rsa")]
    public async Task Assertion_is_signed_for_the_issuer_and_used_once(string method, string? algorithm, string? expected, string? kind)
    {
        await using var fixture = new OpenIdFixture();
        fixture.Server.Introspect = _ => (200, """{"active":true}""");
        var (jwk, key) = kind == "rsa" ? Rsa() : Elliptic();
        var more = new JsonObject { ["client_auth"] = new JsonArray(method) };
        if (method == "private_key_jwt")
        {
            more["client_jwk"] = new JsonArray(JsonNode.Parse(jwk));
        }
        else
        {
            more["client_secret"] = new JsonArray(OpenIdFixture.Secret);
            Assert.True(JoseKey.TryFromSecret(Encoding.UTF8.GetBytes(OpenIdFixture.Secret), JoseKeyPolicy.Default, out key!, out _));
        }

        if (algorithm is not null)
        {
            more["client_alg"] = new JsonArray(algorithm);
        }

        if (expected is null)
        {
            // 32 bytes are too few for it.
            Assert.StartsWith("config.client_alg: the key of client_secret cannot sign with HS512", Assert.Throws<PluginBuildException>(() => fixture.Build(Introspection, more.ToJsonString())).Message, StringComparison.Ordinal);
            return;
        }

        var plugin = fixture.Build(Introspection, more.ToJsonString());
        await OpenIdFixture.BearerAsync(plugin, "t1");
        await OpenIdFixture.BearerAsync(plugin, "t2");

        var forms = fixture.Server.Requests("/introspect").Select(OpenIdServer.Form).ToArray();
        Assert.All(forms, f => Assert.Equal(("gateway", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), (f["client_id"], f["client_assertion_type"])));
        Assert.All(forms, f => Assert.False(f.ContainsKey("client_secret")));
        Assert.All(fixture.Server.Requests("/introspect"), r => Assert.Null(r.Header("Authorization")));
        var claims = forms.Select(f => Verified(f["client_assertion"], key, expected)).ToArray();
        Assert.All(claims, c => Assert.Equal(("gateway", "gateway", fixture.Server.Issuer), (c.Issuer, c.Subject, c.Audience.GetString())));
        Assert.All(claims, c => Assert.Equal(fixture.Now.AddSeconds(60).ToUnixTimeSeconds(), c.Expiration!.Value.ToUnixTimeSeconds()));
        Assert.NotEqual(claims[0].TokenId, claims[1].TokenId);
    }

    [Fact]
    public async Task Assertion_for_a_provider_that_wants_another_audience_has_it()
    {
        await using var fixture = new OpenIdFixture();
        fixture.Server.Introspect = _ => (200, """{"active":true}""");
        var plugin = fixture.Build(
            Introspection, $$"""{"client_auth":["client_secret_jwt"],"client_secret":["{{OpenIdFixture.Secret}}"],"client_assertion_audience":"https://id.test/token"}""");
        await OpenIdFixture.BearerAsync(plugin, "t");

        string assertion = OpenIdServer.Form(fixture.Server.Requests("/introspect").Single())["client_assertion"];

        Assert.Contains("\"aud\":\"https://id.test/token\"", Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(assertion.Split('.')[1])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"client_auth":["private_key_jwt"],"client_jwk":[{"kty":"oct","k":"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"}]}""", "config.client_jwk: must be a private key; private_key_jwt signs with it")]
    [InlineData("""{"client_auth":["private_key_jwt"],"client_jwk":[{"kty":"EC"}]}""", "config.client_jwk: no key for assertions:")]
    [InlineData("""{"client_auth":["client_secret_jwt"],"client_secret":["canary-short"]}""", "config.client_secret: no key for assertions: KeyTooShort")]
    public async Task Key_that_cannot_sign_is_refused_and_not_shown(string more, string problem)
    {
        await using var fixture = new OpenIdFixture();

        string message = Assert.Throws<PluginBuildException>(() => fixture.Build(Introspection, more)).Message;

        Assert.StartsWith(problem, message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Public_key_is_refused_as_well()
    {
        await using var fixture = new OpenIdFixture();
        string jwk = SigningKey.Create("k").Jwk;

        Assert.Equal(
            "config.client_jwk: must be a private key; private_key_jwt signs with it",
            Assert.Throws<PluginBuildException>(() => fixture.Build(Introspection, $$"""{"client_auth":["private_key_jwt"],"client_jwk":[{{jwk}}]}""")).Message);
    }

    private static JwtClaims Verified(string assertion, JoseKey key, string algorithm)
    {
        Assert.True(JwsToken.TryParse(Encoding.ASCII.GetBytes(assertion), JoseLimits.Default, out var jws, out _));
        Assert.Equal((algorithm, JoseError.None), (JoseAlgorithmName.Of(jws.Algorithm), key.Verify(jws)));
        Assert.True(JwtClaims.TryRead(jws, JoseLimits.Default, out var claims, out _));
        return claims;
    }

    private static (string Jwk, JoseKey Key) Elliptic()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var p = ec.ExportParameters(true);
        return Read($$"""{"kty":"EC","crv":"P-256","kid":"c1","issuer":"x","use":"sig","x":"{{T(p.Q.X!)}}","y":"{{T(p.Q.Y!)}}","d":"{{T(p.D!)}}"}""");
    }

    private static (string Jwk, JoseKey Key) Rsa()
    {
        using var rsa = RSA.Create(2048);
        var p = rsa.ExportParameters(true);
        return Read($$"""
            {"kty":"RSA","kid":"c1","n":"{{T(p.Modulus!)}}","e":"{{T(p.Exponent!)}}","d":"{{T(p.D!)}}","p":"{{T(p.P!)}}","q":"{{T(p.Q!)}}","dp":"{{T(p.DP!)}}","dq":"{{T(p.DQ!)}}","qi":"{{T(p.InverseQ!)}}"}
            """);
    }

    private static (string, JoseKey) Read(string jwk)
        => JoseKey.TryReadJwk(Encoding.ASCII.GetBytes(jwk), JoseKeyPolicy.Default, out var key, out var error) ? (jwk, key) : throw new InvalidOperationException(error.ToString());

    private static string T(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
