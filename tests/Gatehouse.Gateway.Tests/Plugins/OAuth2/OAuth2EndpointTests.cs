using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.OAuth2;

/// <summary>Every message of the endpoints.</summary>
public sealed class OAuth2EndpointTests : IDisposable
{
    private const string Mismatch = "Invalid redirect_uri that does not match with any redirect_uri created with the application";
    private const string Authorize = OAuth2Bench.User + "&response_type=code";

    private readonly OAuth2Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("", "invalid_provision_key", "Invalid provision_key")]
    [InlineData("provision_key=wrong&authenticated_userid=u", "invalid_provision_key", "Invalid provision_key")]
    [InlineData("provision_key=prov-canary", "invalid_authenticated_userid", "Missing authenticated_userid parameter")]
    [InlineData("provision_key=prov-canary&authenticated_userid=+", "invalid_authenticated_userid", "Missing authenticated_userid parameter")]
    [InlineData(Authorize, "invalid_client", "Invalid client authentication")]
    [InlineData(Authorize + "&client_id=nobody", "invalid_client", "Invalid client authentication")]
    [InlineData(Authorize + "&client_id=machine", "invalid_client", "Invalid client authentication")]
    [InlineData(Authorize + "&client_id=app&client_id=app", "invalid_request", "client_id must not be given more than once")]
    [InlineData(Authorize + "&client_id=app&scope=email&scope=profile", "invalid_scope", "scope must be a string")]
    [InlineData(Authorize + "&client_id=spa&scope=email&redirect_uri=a&redirect_uri=b", "invalid_request", "redirect_uri must not be given more than once")]
    [InlineData("{\"provision_key\":\"prov-canary\",\"authenticated_userid\":\"u\",\"scope\":[\"email\"]}", "invalid_scope", "scope must be a string")]
    public async Task Authorize_error_before_the_client_is_known_is_told_directly(string form, string error, string description)
    {
        var exchange = await OAuth2Bench.PostAsync(_bench.Plugin(), "authorize", form);

        Assert.Equal((400, error, description), OAuth2Bench.Outcome(exchange));
        AssertNotStored(exchange);
    }

    [Theory]
    [InlineData("client_id=app&response_type=code&scope=wot", "http://app.test/cb?error=invalid_scope&error_description=%22wot%22%20is%20an%20invalid%20scope")]
    [InlineData("client_id=app&scope=email", "http://app.test/cb?error=unsupported_response_type&error_description=Invalid%20response_type")]
    [InlineData("client_id=app&state=a%20b%26", "http://app.test/cb?error=unsupported_response_type&error_description=Invalid%20response_type&state=a%20b%26")]
    [InlineData("client_id=app&response_type=code&redirect_uri=http://evil.test/", "http://app.test/cb?error=invalid_request&error_description=Invalid%20redirect_uri%20that%20does%20not%20match%20with%20any%20redirect_uri%20created%20with%20the%20application")]
    [InlineData("client_id=spa&response_type=code", "http://spa.test/cb?error=invalid_request&error_description=code_challenge%20is%20required%20for%20public%20clients")]
    [InlineData("client_id=app&response_type=code&code_challenge_method=S256", "http://app.test/cb?error=invalid_request&error_description=code_challenge%20is%20required%20when%20code_method%20is%20present")]
    [InlineData("client_id=app&response_type=code&code_challenge=x&code_challenge_method=plain", "http://app.test/cb?error=invalid_request&error_description=code_challenge_method%20is%20not%20supported%2C%20must%20be%20S256")]
    public async Task Authorize_error_goes_to_the_registered_uri(string form, string target)
    {
        var exchange = await OAuth2Bench.PostAsync(_bench.Plugin(), "authorize", $"{OAuth2Bench.User}&{form}");

        Assert.Equal(400, exchange.Answer.Status);
        Assert.Equal(target, OAuth2Bench.Json(exchange).GetProperty("redirect_uri").GetString());
        AssertNotStored(exchange);
    }

    [Theory]
    [InlineData("client_id=app&response_type=code", "^http://app\\.test/cb\\?code=[\\w-]{43}$")]
    [InlineData("client_id=app&response_type=code&state=s%3D1", "^http://app\\.test/cb\\?code=[\\w-]{43}&state=s%3D1$")]
    [InlineData("client_id=app&response_type=code&redirect_uri=http%3A%2F%2Fapp.test%2Fcb2%3Ffoo%3Dbar%26code%3Dold", "^http://app\\.test/cb2\\?code=[\\w-]{43}&foo=bar$")]
    [InlineData("client_id=app&response_type=token&state=s", "^http://app\\.test/cb#access_token=[\\w-]{43}&expires_in=7200&state=s&token_type=bearer$")]
    public async Task Authorize_success_says_where_to_send_the_browser(string form, string pattern)
    {
        var exchange = await OAuth2Bench.PostAsync(_bench.Plugin(), "authorize", $"{OAuth2Bench.User}&{form}");

        Assert.Equal(200, exchange.Answer.Status);
        Assert.Matches(pattern, OAuth2Bench.Json(exchange).GetProperty("redirect_uri").GetString());
        AssertNotStored(exchange);
    }

    [Theory]
    [InlineData("", "invalid_client", "Invalid client authentication")]
    [InlineData("client_id=nobody&client_secret=x&grant_type=client_credentials", "invalid_client", "Invalid client authentication")]
    [InlineData("client_id=app&client_secret=wrong&grant_type=client_credentials", "invalid_client", "Invalid client authentication")]
    [InlineData("client_id=app&grant_type=client_credentials", "invalid_client", "Invalid client authentication")]
    [InlineData("client_id=machine&client_secret=machine-canary&grant_type=password", "invalid_client", "Invalid client authentication")]
    [InlineData("client_id=spa&client_secret=x&grant_type=authorization_code", "invalid_request", "client_secret is disallowed for public clients")]
    [InlineData("client_id=spa&grant_type=client_credentials", "unauthorized_client", "Public clients cannot do this")]
    [InlineData(OAuth2Bench.App, "unsupported_grant_type", "Invalid grant_type")]
    [InlineData(OAuth2Bench.App + "&grant_type=magic", "unsupported_grant_type", "Invalid grant_type")]
    [InlineData(OAuth2Bench.App + "&grant_type=authorization_code&redirect_uri=http://evil.test/", "invalid_request", Mismatch)]
    [InlineData(OAuth2Bench.App + "&grant_type=authorization_code", "invalid_request", "Invalid code")]
    [InlineData(OAuth2Bench.App + "&grant_type=authorization_code&code=x", "invalid_request", "Invalid code")]
    [InlineData(OAuth2Bench.App + "&grant_type=refresh_token", "invalid_request", "Invalid refresh_token")]
    [InlineData(OAuth2Bench.App + "&grant_type=refresh_token&refresh_token=x", "invalid_request", "Invalid refresh_token")]
    [InlineData(OAuth2Bench.App + "&grant_type=client_credentials&scope=root", "invalid_scope", "\"root\" is an invalid scope")]
    [InlineData(OAuth2Bench.App + "&grant_type=client_credentials&authenticated_userid=u", "invalid_provision_key", "Invalid provision_key")]
    [InlineData(OAuth2Bench.App + "&grant_type=password", "invalid_provision_key", "Invalid provision_key")]
    [InlineData(OAuth2Bench.App + "&grant_type=password&provision_key=prov-canary", "invalid_authenticated_userid", "Missing authenticated_userid parameter")]
    [InlineData(OAuth2Bench.App + "&grant_type=password&grant_type=password", "invalid_request", "grant_type must not be given more than once")]
    public async Task Token_error_is_400_in_Kongs_words(string form, string error, string description)
    {
        var exchange = await OAuth2Bench.PostAsync(_bench.Plugin(), "token", form + "&state=st");

        Assert.Equal((400, error, description), OAuth2Bench.Outcome(exchange));
        Assert.Equal("st", OAuth2Bench.Json(exchange).GetProperty("state").GetString());
        AssertNotStored(exchange);
    }

    [Theory]
    [InlineData("app:wrong")]
    [InlineData("nobody:x")]
    [InlineData("app")]
    public async Task Wrong_client_in_the_Authorization_field_is_401_with_a_challenge(string pair)
    {
        var exchange = await OAuth2Bench.PostAsync(_bench.Plugin(), "token", "grant_type=client_credentials", OAuth2Bench.Basic(pair));

        Assert.Equal((401, "invalid_client", "Invalid client authentication"), OAuth2Bench.Outcome(exchange));
        Assert.Equal("Basic realm=\"OAuth2.0\"", exchange.ResponseHeader("WWW-Authenticate"));
    }

    [Theory]
    [InlineData("client_id=app&client_secret=app-canary:1", null)]
    [InlineData("{\"client_id\":\"app\",\"client_secret\":\"app-canary:1\",\"grant_type\":\"client_credentials\"}", null)]
    [InlineData("", "app:app-canary:1")]
    [InlineData("client_id=app", "app:app-canary:1")]
    [InlineData("client_id=hashed&client_secret=hashed-canary", null)]
    [InlineData("client_id=hashed-here&client_secret=hashed-canary", null)]
    [InlineData("client_id=machine&client_secret=machine-canary", null)]
    public async Task Client_is_known_by_parameters_or_field(string form, string? pair)
    {
        string body = form.StartsWith('{') ? form : $"grant_type=client_credentials&scope=email&{form}";
        var exchange = await OAuth2Bench.PostAsync(_bench.Plugin(), "token", body, pair is null ? null : OAuth2Bench.Basic(pair));

        Assert.Equal((200, null, null), OAuth2Bench.Outcome(exchange));
        var json = OAuth2Bench.Json(exchange);
        Assert.Matches("^[\\w-]{43}$", json.GetProperty("access_token").GetString());
        Assert.Equal(("bearer", 7200), (json.GetProperty("token_type").GetString(), json.GetProperty("expires_in").GetInt32()));
        Assert.False(json.TryGetProperty("refresh_token", out _));
        AssertNotStored(exchange);
    }

    [Theory]
    [InlineData("GET", "token", "token")]
    [InlineData("PUT", "token/", "token")]
    [InlineData("GET", "authorize", "authorization")]
    [InlineData("DELETE", "revoke", "revocation")]
    [InlineData("HEAD", "introspect", "introspection")]
    public async Task Other_methods_are_405(string method, string endpoint, string name)
    {
        var exchange = await OAuth2Bench.SendAsync(
            _bench.Plugin("""{"enable_client_credentials":true,"realm":"r"}"""), new FakeExchange(method, "/oauth2/" + endpoint, isTls: true), "");

        string text = $"The HTTP method {method} is invalid for the {name} endpoint";
        Assert.Equal((405, "invalid_method", text), OAuth2Bench.Outcome(exchange));
        Assert.Equal($"Bearer realm=\"r\" error=\"invalid_method\" error_description=\"{text}\"", exchange.ResponseHeader("WWW-Authenticate"));
        Assert.Equal("POST", exchange.ResponseHeader("Allow"));
    }

    [Theory]
    [InlineData(false, false, "{}", false)]
    [InlineData(false, true, "{}", false)]
    [InlineData(false, true, """{"accept_http_if_already_terminated":true}""", true)]
    [InlineData(false, false, """{"accept_http_if_already_terminated":true}""", false)]
    [InlineData(true, true, "{}", true)]
    public async Task Endpoints_want_https(bool isTls, bool isHttps, string config, bool isServed)
    {
        foreach (string endpoint in new[] { "token", "authorize", "revoke", "introspect" })
        {
            var exchange = new FakeExchange("POST", "/oauth2/" + endpoint, isTls) { IsHttps = isHttps };
            await OAuth2Bench.SendAsync(_bench.Plugin(config), exchange, "");
            Assert.Equal(isServed, OAuth2Bench.Outcome(exchange) != (400, "access_denied", "You must use HTTPS"));
            Assert.True(exchange.IsAnswered);
        }
    }

    [Theory]
    [InlineData("/oauth2/token", true)]
    [InlineData("/a/b/oauth2/token/", true)]
    [InlineData("/oauth2/tokens", false)]
    [InlineData("/oauth2/token/x", false)]
    [InlineData("/xoauth2/token", false)]
    [InlineData("/OAuth2/Token", false)]
    public async Task Endpoint_is_the_end_of_the_path(string path, bool isEndpoint)
    {
        var exchange = await OAuth2Bench.SendAsync(_bench.Plugin(), new FakeExchange("POST", path, isTls: true), "");
        Assert.Equal(isEndpoint ? "invalid_client" : "invalid_request", OAuth2Bench.Outcome(exchange).Error);
    }

    [Fact]
    public async Task Body_that_is_too_large_is_refused()
    {
        var exchange = await OAuth2Bench.PostAsync(_bench.Plugin(), "token", OAuth2Bench.App + "&x=" + new string('x', 65_536));
        Assert.Equal((400, "invalid_request", "The body cannot be read, or is larger than 64 KiB"), OAuth2Bench.Outcome(exchange));
    }

    [Fact]
    public async Task Grants_that_are_not_enabled_are_not_offered()
    {
        var plugin = _bench.Plugin("""{"provision_key":"prov-canary"}""");

        Assert.Equal("unsupported_grant_type", OAuth2Bench.Outcome(await OAuth2Bench.PostAsync(plugin, "token", OAuth2Bench.App + "&grant_type=client_credentials")).Error);
        Assert.Equal("unsupported_grant_type", OAuth2Bench.Outcome(await OAuth2Bench.PostAsync(plugin, "token", $"{OAuth2Bench.App}&{OAuth2Bench.User}&grant_type=password")).Error);
        foreach (string type in new[] { "code", "token" })
        {
            var exchange = await OAuth2Bench.PostAsync(plugin, "authorize", $"{OAuth2Bench.User}&client_id=app&response_type={type}");
            Assert.Contains("unsupported_response_type", OAuth2Bench.Json(exchange).GetProperty("redirect_uri").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_a_provision_key_nobody_speaks_for_users()
    {
        var plugin = _bench.Plugin("""{"enable_authorization_code":true,"enable_password_grant":true}""");
        Assert.Equal("invalid_provision_key", OAuth2Bench.Outcome(await OAuth2Bench.PostAsync(plugin, "authorize", "authenticated_userid=u&provision_key=")).Error);
        Assert.Equal("invalid_provision_key", OAuth2Bench.Outcome(await OAuth2Bench.PostAsync(plugin, "token", OAuth2Bench.App + "&grant_type=password&provision_key=")).Error);
    }

    private static void AssertNotStored(FakeExchange exchange)
        => Assert.Equal(("no-store", "no-cache"), (exchange.ResponseHeader("Cache-Control"), exchange.ResponseHeader("Pragma")));
}
