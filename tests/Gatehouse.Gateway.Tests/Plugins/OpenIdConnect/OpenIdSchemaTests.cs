using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.TestKit;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.OpenIdConnect;

public sealed class OpenIdSchemaTests : IDisposable
{
    private const string Client = "\"client_id\":[\"a\"],\"client_secret\":[\"b\"]";
    private const string Session = "\"session_secret\":\"01234567890123456789012345678901\"";

    private readonly PluginBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("", null)]
    [InlineData("\"auth_methods\":[\"session\"]", "session_secret: is required by session and authorization_code")]
    [InlineData("\"auth_methods\":[\"introspection\"]", "client_id: is required by introspection|client_secret: is required by introspection, unless client_auth is none or private_key_jwt")]
    [InlineData("\"auth_methods\":[\"password\",\"refresh_token\"]", "client_id: is required by password and refresh_token|client_secret: is required by password and refresh_token, unless client_auth is none or private_key_jwt")]
    [InlineData("\"auth_methods\":[\"userinfo\",\"client_credentials\"]", null)]
    [InlineData("\"auth_methods\":[\"introspection\"],\"client_id\":[\"a\"],\"client_auth\":[\"none\"]", null)]
    [InlineData("\"auth_methods\":[\"introspection\"],\"client_id\":[\"a\"],\"client_auth\":[\"private_key_jwt\"]", "client_jwk: is required by private_key_jwt")]
    [InlineData("\"auth_methods\":[\"introspection\"],\"client_id\":[\"a\"],\"client_auth\":[\"private_key_jwt\"],\"client_jwk\":[{\"kty\":\"EC\"}]", null)]
    [InlineData("\"client_auth\":[\"tls_client_auth\"]", "client_auth[0]: tls_client_auth is not supported: use private_key_jwt, which shows no secret either")]
    [InlineData("\"client_auth\":[\"basic\"]", "client_auth[0]: expected one of: client_secret_basic, client_secret_post, client_secret_jwt, private_key_jwt, none")]
    [InlineData("\"auth_methods\":[\"authorization_code\"]," + Client + "," + Session, "auth_methods: authorization_code needs session")]
    [InlineData("\"auth_methods\":[\"password\",\"client_credentials\"]," + Client, "auth_methods: password and client_credentials both read Authorization: Basic; keep one of them")]
    [InlineData("\"auth_methods\":[\"bearer\",\"kong_oauth2\"]", "auth_methods[1]: kong_oauth2 is not supported: put the plugin oauth2 beside this one, both with the same 'anonymous'")]
    [InlineData("\"response_mode\":\"form_post\"", "redirect_uri: is required by response_mode form_post")]
    [InlineData("\"response_mode\":\"form_post\",\"redirect_uri\":[\"https://a.test/cb\"],\"login_action\":\"upstream\"", "login_action: must be redirect with response_mode form_post: the upstream would get the provider's form")]
    [InlineData("\"response_mode\":\"form_post\",\"redirect_uri\":[\"https://a.test/cb\"],\"session_cookie_secure\":false", "session_cookie_secure: must not be false with response_mode form_post: browsers send cookies with another site's form over TLS only")]
    [InlineData("\"response_mode\":\"fragment\"", "response_mode: expected one of: query, form_post")]
    [InlineData("\"session_secret\":\"short\"", "session_secret: must have at least 32 bytes")]
    [InlineData("\"session_secret\":\"{vault://env/secret}\"", null)]
    [InlineData("\"session_secret\":\"{vault://}\"", "session_secret: not a valid vault reference")]
    [InlineData("\"upstream_headers_claims\":[\"a\"]", "upstream_headers_names: must have as many elements as upstream_headers_claims")]
    [InlineData("\"upstream_headers_claims\":[\"a\"],\"upstream_headers_names\":[\"Host\"]", "upstream_headers_names[0]: cannot be set by a plugin")]
    [InlineData("\"upstream_headers_claims\":[\"a\"],\"upstream_headers_names\":[\"x y\"]", "upstream_headers_names[0]: bad header name 'x y', allowed characters are A-Z, a-z, 0-9, '_', and '-'")]
    [InlineData("\"upstream_access_token_header\":\"Transfer-Encoding:bearer\"", "upstream_access_token_header: cannot be set by a plugin")]
    [InlineData("\"session_cookie_path\":\"/; Secure\"", "session_cookie_path: bad cookie attribute")]
    [InlineData("\"auth_methods\":[\"refresh_token\"]," + Client + ",\"upstream_refresh_token_header\":\"Refresh_Token:bearer\"",
        "upstream_refresh_token_header: must not be the field of refresh_token_param_name: the client's own would be removed before it is read")]
    [InlineData("\"session_storage\":\"redis\"", "session_storage: is not supported other than as \"cookie\": sessions are kept in sealed cookies; session_storage must be cookie")]
    [InlineData("\"verify_signature\":false", "verify_signature: is not supported other than as true: it is always verified")]
    [InlineData("\"ignore_signature\":[\"password\"]", "ignore_signature: is not supported other than as []: signatures are always verified; leave it empty")]
    [InlineData("\"proof_of_possession_dpop\":\"strict\"", "proof_of_possession_dpop: is not supported other than as \"off\": tokens that are bound to a key are refused here; let the provider issue bearer tokens to this audience")]
    [InlineData("\"upstream_user_info_header\":\"x-user\"", "upstream_user_info_header: is not supported: name the claims you need in upstream_headers_claims or downstream_headers_claims")]
    [InlineData("\"https_proxy_authorization\":\"Basic canary\"", "https_proxy_authorization: is not supported: the gateway calls providers directly; let its network lead there")]
    [InlineData("\"unauthorized_redirect_uri\":[\"https://a.test\"]", "unauthorized_redirect_uri: is not supported: clients are told the status; set forbidden_error_message or unauthorized_error_message")]
    [InlineData("\"authorization_rolling_timeout\":5", "authorization_rolling_timeout: value should be between 10 and 86400")]
    [InlineData("\"no_such_field\":1", "no_such_field: unknown field")]
    public void Configuration_is_checked(string config, string? problems)
        => Assert.Equal(problems?.Split('|') ?? [], Problems(config).Select(p => p.Text));

    [Fact]
    public void Secret_in_a_field_that_is_refused_is_not_shown()
        => Assert.DoesNotContain(Problems("\"https_proxy_authorization\":\"Basic canary\",\"session_redis_password\":7"), p => p.All.Contains("canary", StringComparison.Ordinal));

    // What an export of Kong 3.9 holds for an instance on which only the issuer was set (decK's table of defaults), but for the methods.
    [Fact]
    public void Everything_that_Kong_sets_by_default_is_taken_but_its_methods()
    {
        string dump = File.ReadAllText(RepositoryRoot.Combine("tests", "Gatehouse.Gateway.Tests", "Plugins", "OpenIdConnect", "kong-3.9-defaults.json"));
        string[] problems = [.. Problems(dump.Trim().TrimStart('{').TrimEnd('}')).Select(p => p.Text.Split(':')[0])];

        Assert.Equal(["auth_methods[6]"], problems);
        string without = dump.Replace("\"kong_oauth2\", ", "", StringComparison.Ordinal).Replace("\"password\", ", "", StringComparison.Ordinal);
        Assert.Equal(["client_id", "client_secret", "session_secret"], Problems(without.Trim().TrimStart('{').TrimEnd('}')).Select(p => p.Text.Split(':')[0]).Order());
    }

    [Fact]
    public void Old_name_of_the_login_time_is_taken()
    {
        var record = JsonNode.Parse("""{"issuer":"https://id.test","authorization_rolling_timeout":60}""")!.AsObject();

        Assert.Null(SchemaValidator.Validate(Descriptor().Config, record));
        Assert.Equal(60, (double)record["authorization_cookie_lifetime"]!);
        Assert.False(record.ContainsKey("authorization_rolling_timeout"));
    }

    [Theory]
    [InlineData("\"enable_hs_signatures\":true," + Client, "config.client_secret: must have at least 32 bytes with enable_hs_signatures")]
    [InlineData("\"auth_methods\":[\"session\"],\"session_cookie_name\":\"__Host-s\"," + Session,
        "config.session_cookie_name: the cookie name '__Host-s' demands that secure is true, path is / and there is no domain: browsers refuse it otherwise")]
    [InlineData("\"auth_methods\":[\"session\"],\"session_cookie_same_site\":\"None\",\"session_cookie_secure\":false," + Session,
        "config.session_cookie_name: a cookie with same_site None must be secure: browsers refuse it otherwise")]
    [InlineData("\"auth_methods\":[\"session\"],\"authorization_cookie_name\":\"__Secure-a\"," + Session,
        "config.authorization_cookie_name: the cookie name '__Secure-a_' demands that secure is true: browsers refuse it otherwise")]
    public void What_cannot_work_is_refused_when_it_is_built(string config, string problem)
    {
        using var fixture = new PluginBench(config: Identity.IdentityConfig.Company);

        Assert.Equal(problem, Assert.Throws<PluginBuildException>(() => fixture.Build("openid-connect", "{\"issuer\":\"https://id.test\"," + config + "}")).Message);
    }

    [Fact]
    public void Secrets_are_marked_and_certificates_verified_by_default()
    {
        var fields = Descriptor().Config.Fields.ToDictionary(f => f.Name);

        Assert.True(fields["client_secret"].Element!.IsSecret);
        Assert.True(fields["session_secret"].IsSecret);
        Assert.True(fields["session_secrets_retired"].Element!.IsSecret);
        Assert.All(["d", "k", "p", "q"], n => Assert.True(fields["client_jwk"].Element!.Record!.Fields.Single(f => f.Name == n).IsSecret));
        Assert.Equal("true", fields["ssl_verify"].Default!.ToJsonString());
        Assert.Equal("false", fields["enable_hs_signatures"].Default!.ToJsonString());
        Assert.All(Descriptor().Config.Fields, f => Assert.False(string.IsNullOrEmpty(f.Description), f.Name));
        Assert.All(Descriptor().Config.Shorthands, f => Assert.False(string.IsNullOrEmpty(f.Field.Description), f.Field.Name));
        Assert.Empty(Descriptor().Config.Shorthands.Select(s => s.Field.Name).Intersect(fields.Keys));
    }

    private static PluginDescriptor Descriptor()
    {
        Assert.True(new BuiltInPlugins().TryGet("openid-connect", out var descriptor));
        return descriptor;
    }

    private static List<(string Text, string All)> Problems(string members)
    {
        string issuer = members.Contains("\"issuer\"", StringComparison.Ordinal) ? "" : "\"issuer\":\"https://id.test\"" + (members.Length > 0 ? "," : "");
        var errors = new List<ConfigError>();
        SchemaValidator.Validate(Descriptor().Config, JsonNode.Parse("{" + issuer + members + "}")!.AsObject())?.Collect("", errors);
        return [.. errors.Select(e => ($"{e.Path.TrimStart('.')}: {e.Message}", e.ToString()))];
    }
}
