using Gatehouse.Gateway.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.OpenIdConnect;

public sealed class OpenIdSchemaTests : IDisposable
{
    private readonly PluginBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"auth_methods":["session"]}""", "session_secret: is required by session and authorization_code")]
    [InlineData("""{"auth_methods":["introspection"]}""", "client_id: is required by introspection and authorization_code|client_secret: is required by introspection and authorization_code, unless client_auth is none")]
    [InlineData("""{"auth_methods":["introspection"],"client_id":["a"],"client_auth":["none"]}""", null)]
    [InlineData("""{"auth_methods":["authorization_code"],"client_id":["a"],"client_secret":["b"],"session_secret":"01234567890123456789012345678901"}""", "auth_methods: authorization_code needs session")]
    [InlineData("""{"session_secret":"short"}""", "session_secret: must have at least 32 bytes")]
    [InlineData("""{"session_secret":"{vault://env/secret}"}""", null)]
    [InlineData("""{"upstream_headers_claims":["a"]}""", "upstream_headers_names: must have as many elements as upstream_headers_claims")]
    [InlineData("""{"upstream_headers_claims":["a"],"upstream_headers_names":["Host"]}""", "upstream_headers_names: cannot be set by a plugin")]
    [InlineData("""{"upstream_headers_claims":["a"],"upstream_headers_names":["x y"]}""", "upstream_headers_names: bad header name 'x y', allowed characters are A-Z, a-z, 0-9, '_', and '-'")]
    [InlineData("""{"upstream_access_token_header":"Transfer-Encoding:bearer"}""", "upstream_access_token_header: cannot be set by a plugin")]
    [InlineData("""{"session_cookie_path":"/; Secure"}""", "session_cookie_path: bad cookie attribute")]
    public void Configuration_is_checked(string config, string? problems)
    {
        string full = config.Replace("{}", "{ }", StringComparison.Ordinal).Insert(1, "\"issuer\":\"https://id.test\"" + (config.Length > 2 ? "," : ""));

        Assert.Equal(problems?.Split('|') ?? [], _bench.Check("openid-connect", full));
    }

    [Fact]
    public void Secrets_are_marked_and_certificates_verified_by_default()
    {
        Assert.True(new BuiltInPlugins().TryGet("openid-connect", out var descriptor));
        var fields = descriptor.Config.Fields.ToDictionary(f => f.Name);

        Assert.True(fields["client_secret"].Element!.IsSecret);
        Assert.True(fields["session_secret"].IsSecret);
        Assert.True(fields["session_secrets_retired"].Element!.IsSecret);
        Assert.Equal("true", fields["ssl_verify"].Default!.ToJsonString());
        Assert.Equal("false", fields["enable_hs_signatures"].Default!.ToJsonString());
        Assert.All(descriptor.Config.Fields, f => Assert.False(string.IsNullOrEmpty(f.Description), f.Name));
    }
}
