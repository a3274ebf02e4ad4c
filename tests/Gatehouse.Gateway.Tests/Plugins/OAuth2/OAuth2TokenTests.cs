using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Identity;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.OAuth2;

/// <summary>What tokens are good for, and how long.</summary>
public sealed class OAuth2TokenTests : IDisposable
{
    private const string Invalid = "The access token is invalid or has expired";

    private readonly OAuth2Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("{}", null, "invalid_request", "The access token is missing", "Bearer")]
    [InlineData("{}", "", "invalid_request", "The access token is missing", "Bearer")]
    [InlineData("{}", "Bearer", "invalid_token", Invalid, "Bearer error=\"invalid_token\" error_description=\"The access token is invalid or has expired\"")]
    [InlineData("""{"realm":"a\"b"}""", null, "invalid_request", "The access token is missing", "Bearer realm=\"a\\\"b\"")]
    [InlineData("{}", "Bearer x", "invalid_token", Invalid, "Bearer error=\"invalid_token\" error_description=\"The access token is invalid or has expired\"")]
    [InlineData("{}", "token x", "invalid_token", Invalid, "Bearer error=\"invalid_token\" error_description=\"The access token is invalid or has expired\"")]
    [InlineData("{}", "Basic eA==", "invalid_token", Invalid, "Bearer error=\"invalid_token\" error_description=\"The access token is invalid or has expired\"")]
    [InlineData("{}", "x y z", "invalid_token", Invalid, "Bearer error=\"invalid_token\" error_description=\"The access token is invalid or has expired\"")]
    [InlineData("""{"realm":"service"}""", "Bearer x", "invalid_token", Invalid, "Bearer realm=\"service\" error=\"invalid_token\" error_description=\"The access token is invalid or has expired\"")]
    public async Task Request_without_a_good_token_is_401(string config, string? authorization, string error, string description, string challenge)
    {
        var exchange = await OAuth2Bench.SendAsync(_bench.Plugin(config), new FakeExchange(), "", authorization);

        Assert.Equal((401, error, description), OAuth2Bench.Outcome(exchange));
        Assert.Equal(challenge, exchange.ResponseHeader("WWW-Authenticate"));
    }

    [Theory]
    [InlineData("GET", "/", "", "Bearer {0}")]
    [InlineData("GET", "/", "", "bearer  {0}")]
    [InlineData("GET", "/", "", "Token {0}")]
    [InlineData("GET", "/", "", "{0}")]
    [InlineData("GET", "/?a=1&access_token={0}", "", null)]
    [InlineData("POST", "/", "access_token={0}", null)]
    [InlineData("PATCH", "/", "{{\"access_token\":\"{0}\"}}", null)]
    public async Task Token_is_found_and_hidden_where_it_may_stand(string method, string target, string body, string? authorization)
    {
        var plugin = _bench.Plugin(OAuth2Bench.Everything.Replace("{\"", "{\"hide_credentials\":true,\"", StringComparison.Ordinal));
        string token = (await OAuth2Bench.TokensAsync(plugin)).Access;
        string Fill(string text) => string.Format(System.Globalization.CultureInfo.InvariantCulture, text, token);
        var exchange = new FakeExchange(method, Fill(target));

        await OAuth2Bench.SendAsync(plugin, exchange, Fill(body), authorization is null ? null : Fill(authorization));

        Assert.False(exchange.IsAnswered);
        Assert.Equal("bob", exchange.Consumer!.Username);
        Assert.Null(exchange.RequestHeader("Authorization"));
        Assert.DoesNotContain(token, System.Text.Encoding.UTF8.GetString(exchange.Request.Query), StringComparison.Ordinal);
        Assert.DoesNotContain(token, System.Text.Encoding.UTF8.GetString(exchange.BufferedRequestBody.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upstream_learns_consumer_client_user_and_scope()
    {
        var plugin = _bench.Plugin();
        var exchange = await OAuth2Bench.UseAsync(plugin, (await OAuth2Bench.TokensAsync(plugin)).Access);

        string[] names = ["X-Consumer-ID", "X-Consumer-Custom-ID", "X-Consumer-Username", "X-Credential-Identifier", "X-Authenticated-Userid", "X-Authenticated-Scope", "X-Anonymous-Consumer"];
        Assert.Equal([IdentityConfig.BobId, "b-1", "bob", "app", "u 1", "email", null], names.Select(exchange.RequestHeader));
        Assert.Equal("oauth2_credentials", exchange.Credential!.Kind);
        Assert.True(exchange.Claims!.TryGetText(new ClaimPath("scope"), out var scope));
        Assert.Equal("email"u8.ToArray(), scope.ToArray());
        Assert.NotNull(exchange.RequestHeader("Authorization"));
    }

    [Fact]
    public async Task User_name_cannot_begin_a_field_of_its_own()
    {
        var plugin = _bench.Plugin();
        var json = OAuth2Bench.Json(await OAuth2Bench.PostAsync(
            plugin, "token", OAuth2Bench.App + "&grant_type=password&provision_key=prov-canary&authenticated_userid=a%0d%0aX-Evil:%201"));
        var exchange = await OAuth2Bench.UseAsync(plugin, json.GetProperty("access_token").GetString());

        Assert.Equal("a%0D%0AX-Evil: 1", exchange.RequestHeader("X-Authenticated-Userid"));
    }

    [Fact]
    public async Task Client_without_user_has_no_user_and_no_scope()
    {
        var plugin = _bench.Plugin();
        var json = OAuth2Bench.Json(await OAuth2Bench.PostAsync(plugin, "token", OAuth2Bench.App + "&grant_type=client_credentials"));
        var exchange = (await OAuth2Bench.UseAsync(plugin, json.GetProperty("access_token").GetString())).On(null);

        Assert.Null(exchange.RequestHeader("X-Authenticated-Userid"));
        Assert.Null(exchange.RequestHeader("X-Authenticated-Scope"));
    }

    [Fact]
    public async Task Access_token_ends_when_its_time_is_over()
    {
        var plugin = _bench.Plugin();
        string token = (await OAuth2Bench.TokensAsync(plugin)).Access;

        _bench.Clock.Advance(TimeSpan.FromSeconds(7200));
        Assert.False((await OAuth2Bench.UseAsync(plugin, token)).IsAnswered);
        _bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((401, "invalid_token", Invalid), OAuth2Bench.Outcome(await OAuth2Bench.UseAsync(plugin, token)));
    }

    [Fact]
    public async Task Token_without_expiration_does_not_end_and_has_no_refresh_token()
    {
        var plugin = _bench.Plugin(OAuth2Bench.Everything.Replace("{\"", "{\"token_expiration\":0,\"", StringComparison.Ordinal));
        var json = OAuth2Bench.Json(await OAuth2Bench.RedeemAsync(plugin, await OAuth2Bench.CodeAsync(plugin)));
        _bench.Clock.Advance(TimeSpan.FromDays(3650));

        Assert.Equal(["token_type", "access_token"], json.EnumerateObject().Select(p => p.Name));
        Assert.False((await OAuth2Bench.UseAsync(plugin, json.GetProperty("access_token").GetString())).IsAnswered);
    }

    [Fact]
    public async Task Tokens_survive_a_reload_and_end_with_their_client()
    {
        string token = (await OAuth2Bench.TokensAsync(_bench.Plugin())).Access;

        Assert.False((await OAuth2Bench.UseAsync(_bench.Plugin(), token)).IsAnswered);

        using var without = new PluginBench(config: IdentityConfig.Company, time: _bench.Clock);
        var place = new Gateway.Plugins.OAuth2.OAuth2Place(
            Gateway.Plugins.OAuth2.OAuth2Config.From([]), "plugin-1", without.Directory, _bench.Inner.Node);
        var stored = await place.Store.FindAsync<Gateway.Identity.Grants.AccessToken>(
            Gateway.Plugins.OAuth2.OAuth2Place.DigestOf(token), _bench.Clock.GetUtcNow().ToUnixTimeSeconds());
        Assert.NotNull(stored);
        Assert.Null(place.FindClient(stored.Grant));
    }

    [Fact]
    public async Task Refresh_gives_new_tokens_and_takes_the_old_access_token()
    {
        var plugin = _bench.Plugin();
        var (access, refresh) = await OAuth2Bench.TokensAsync(plugin);
        var json = OAuth2Bench.Json(await RefreshAsync(plugin, refresh));

        Assert.NotEqual(refresh, json.GetProperty("refresh_token").GetString());
        Assert.True((await OAuth2Bench.UseAsync(plugin, access)).IsAnswered);
        Assert.False((await OAuth2Bench.UseAsync(plugin, json.GetProperty("access_token").GetString())).IsAnswered);
        Assert.Equal(200, (await RefreshAsync(plugin, json.GetProperty("refresh_token").GetString()!)).Answer.Status);
    }

    [Fact]
    public async Task Refresh_token_stays_the_same_where_it_is_to_be_reused()
    {
        var plugin = _bench.Plugin(OAuth2Bench.Everything.Replace("{\"", "{\"reuse_refresh_token\":true,\"", StringComparison.Ordinal));
        var (access, refresh) = await OAuth2Bench.TokensAsync(plugin);
        for (int i = 0; i < 3; i++)
        {
            var json = OAuth2Bench.Json(await RefreshAsync(plugin, refresh));
            Assert.Equal(refresh, json.GetProperty("refresh_token").GetString());
            Assert.True((await OAuth2Bench.UseAsync(plugin, access)).IsAnswered);
            access = json.GetProperty("access_token").GetString()!;
            Assert.False((await OAuth2Bench.UseAsync(plugin, access)).IsAnswered);
        }
    }

    [Theory]
    [InlineData("email", 200, "email")]
    [InlineData("profile", 400, null)]
    [InlineData("email profile", 400, null)]
    public async Task Refresh_may_ask_for_less_never_for_more(string scope, int status, string? granted)
    {
        var plugin = _bench.Plugin();
        var exchange = await RefreshAsync(plugin, (await OAuth2Bench.TokensAsync(plugin)).Refresh, $"{OAuth2Bench.App}&scope={scope}");

        Assert.Equal(status, exchange.Answer.Status);
        if (granted is not null)
        {
            var used = await OAuth2Bench.UseAsync(plugin, OAuth2Bench.Json(exchange).GetProperty("access_token").GetString());
            Assert.Equal(granted, used.RequestHeader("X-Authenticated-Scope"));
        }
    }

    [Theory]
    [InlineData("refresh_token_ttl", 10, 11)]
    [InlineData("refresh_token_ttl", 1209600, 1209601)]
    public async Task Refresh_token_ends_when_its_time_is_over(string field, int seconds, int later)
    {
        var plugin = _bench.Plugin(OAuth2Bench.Everything.Replace("{\"", $"{{\"{field}\":{seconds},\"", StringComparison.Ordinal));
        string refresh = (await OAuth2Bench.TokensAsync(plugin)).Refresh;
        _bench.Clock.Advance(TimeSpan.FromSeconds(later));

        Assert.Equal((400, "invalid_request", "Invalid refresh_token"), OAuth2Bench.Outcome(await RefreshAsync(plugin, refresh)));
    }

    [Fact]
    public async Task Mandatory_scope_must_be_asked_for()
    {
        var plugin = _bench.Plugin(OAuth2Bench.Everything.Replace("{\"", "{\"mandatory_scope\":true,\"", StringComparison.Ordinal));
        foreach (string scope in new[] { "", "&scope=", "&scope=+" })
        {
            Assert.Equal((400, "invalid_scope", "You must specify a scope"), OAuth2Bench.Outcome(await OAuth2Bench.PostAsync(plugin, "token", $"{OAuth2Bench.App}&grant_type=client_credentials{scope}")));
        }
    }

    [Fact]
    public async Task Introspection_tells_what_a_token_is_good_for()
    {
        var plugin = _bench.Plugin();
        var (access, refresh) = await OAuth2Bench.TokensAsync(plugin);
        long now = _bench.Clock.GetUtcNow().ToUnixTimeSeconds();

        var json = OAuth2Bench.Json(await OAuth2Bench.PostAsync(plugin, "introspect", $"token={access}", OAuth2Bench.Basic("other:other-canary")));
        Assert.Equal(
            $$"""{"active":true,"token_type":"Bearer","client_id":"app","sub":"u 1","scope":"email","iat":{{now}},"exp":{{now + 7200}}}""", json.GetRawText());
        Assert.True(OAuth2Bench.Json(await OAuth2Bench.PostAsync(plugin, "introspect", $"{OAuth2Bench.App}&token={refresh}")).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task Refresh_token_that_is_used_up_is_not_active()
    {
        var plugin = _bench.Plugin();
        var (_, refresh) = await OAuth2Bench.TokensAsync(plugin);
        await RefreshAsync(plugin, refresh);

        var told = await OAuth2Bench.PostAsync(plugin, "introspect", $"{OAuth2Bench.App}&token={refresh}");

        Assert.Equal("""{"active":false}""", OAuth2Bench.Json(told).GetRawText());
    }

    [Fact]
    public async Task Refresh_token_that_is_used_up_stays_so_when_reuse_is_configured_later()
    {
        var (_, refresh) = await OAuth2Bench.TokensAsync(_bench.Plugin());
        await RefreshAsync(_bench.Plugin(), refresh);
        var later = _bench.Plugin(OAuth2Bench.Everything.Replace("{", """{"reuse_refresh_token":true,""", StringComparison.Ordinal));

        Assert.Equal((400, "invalid_request", "Invalid refresh_token"), OAuth2Bench.Outcome(await RefreshAsync(later, refresh)));
    }

    [Fact]
    public async Task Revocation_of_an_access_token_takes_that_one_of_a_refresh_token_all()
    {
        var plugin = _bench.Plugin();
        var (access, refresh) = await OAuth2Bench.TokensAsync(plugin);

        Assert.Equal((200, null, null), OAuth2Bench.Outcome(await OAuth2Bench.PostAsync(plugin, "revoke", $"{OAuth2Bench.App}&token={access}")));
        Assert.True((await OAuth2Bench.UseAsync(plugin, access)).IsAnswered);
        string next = OAuth2Bench.Json(await RefreshAsync(plugin, refresh)).GetProperty("refresh_token").GetString()!;
        string last = OAuth2Bench.Json(await RefreshAsync(plugin, next)).GetProperty("access_token").GetString()!;
        Assert.Equal((200, null, null), OAuth2Bench.Outcome(await OAuth2Bench.PostAsync(plugin, "revoke", $"{OAuth2Bench.App}&token={next}")));
        Assert.True((await OAuth2Bench.UseAsync(plugin, last)).IsAnswered);
    }

    [Theory]
    [InlineData("revoke", OAuth2Bench.App + "&token=unknown", 200, null)]
    [InlineData("revoke", OAuth2Bench.App, 400, "invalid_request")]
    [InlineData("revoke", "client_id=app&client_secret=wrong&token=x", 400, "invalid_client")]
    [InlineData("revoke", "client_id=spa&token=x", 200, null)]
    [InlineData("introspect", OAuth2Bench.App + "&token=unknown", 200, null)]
    [InlineData("introspect", OAuth2Bench.App, 400, "invalid_request")]
    [InlineData("introspect", "token=x", 400, "invalid_client")]
    [InlineData("introspect", "client_id=spa&token=x", 400, "unauthorized_client")]
    [InlineData("introspect", OAuth2Bench.App + "&token=x&token=y", 400, "invalid_request")]
    public async Task Revocation_and_introspection_have_errors(string endpoint, string form, int status, string? error)
    {
        var exchange = await OAuth2Bench.PostAsync(_bench.Plugin(), endpoint, form);

        Assert.Equal((status, error), (OAuth2Bench.Outcome(exchange).Status, OAuth2Bench.Outcome(exchange).Error));
        Assert.Equal("no-store", exchange.ResponseHeader("Cache-Control"));
        Assert.Equal(status == 200 && endpoint == "introspect", System.Text.Encoding.UTF8.GetString(exchange.Answer.Body.Span) == "{\"active\":false}");
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("Basic Ym9iOng=", false)]
    [InlineData("Bearer wrong", true)]
    public async Task Anonymous_stands_in_and_only_a_wrong_token_is_a_failure(string? authorization, bool isFailure)
    {
        var exchange = await OAuth2Bench.SendAsync(_bench.Plugin("""{"anonymous":"anon"}"""), new FakeExchange(), "", authorization);

        Assert.True(exchange.IsAnonymous);
        Assert.Equal("true", exchange.RequestHeader("X-Anonymous-Consumer"));
        _bench.Inner.Node.Reports.Settle(exchange);
        Assert.Equal(isFailure, MetricText.Of(_bench.Inner.Services.Metrics, "gatehouse_authentication_failures_total{plugin=\"oauth2\",reason=\"unknown\"}") == 1);
    }

    private static Task<FakeExchange> RefreshAsync(Core.Plugins.Plugin plugin, string token, string client = OAuth2Bench.App)
        => OAuth2Bench.PostAsync(plugin, "token", $"grant_type=refresh_token&refresh_token={token}&{client}");
}
