using System.Text;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.OAuth2;

/// <summary>What somebody who is not the rightful client tries (RFC 6819, RFC 9700).</summary>
public sealed class OAuth2AttackTests : IDisposable
{
    private const string Other = "client_id=other&client_secret=other-canary";

    private readonly OAuth2Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Code_used_again_fails_and_takes_the_tokens_back()
    {
        var plugin = _bench.Plugin();
        string code = await OAuth2Bench.CodeAsync(plugin);
        var json = OAuth2Bench.Json(await OAuth2Bench.RedeemAsync(plugin, code));
        string access = json.GetProperty("access_token").GetString()!, refresh = json.GetProperty("refresh_token").GetString()!;
        Assert.False((await OAuth2Bench.UseAsync(plugin, access)).IsAnswered);

        Assert.Equal((400, "invalid_request", "Invalid code"), OAuth2Bench.Outcome(await OAuth2Bench.RedeemAsync(plugin, code)));
        Assert.True((await OAuth2Bench.UseAsync(plugin, access)).IsAnswered);
        Assert.Equal("Invalid refresh_token", OAuth2Bench.Outcome(await RefreshAsync(plugin, refresh)).Description);
    }

    [Fact]
    public async Task Refresh_token_used_again_takes_everything_back()
    {
        var plugin = _bench.Plugin();
        string stolen = (await OAuth2Bench.TokensAsync(plugin)).Refresh;
        var json = OAuth2Bench.Json(await RefreshAsync(plugin, stolen));

        Assert.Equal((400, "invalid_request", "Invalid refresh_token"), OAuth2Bench.Outcome(await RefreshAsync(plugin, stolen)));
        Assert.True((await OAuth2Bench.UseAsync(plugin, json.GetProperty("access_token").GetString())).IsAnswered);
        Assert.Equal(400, (await RefreshAsync(plugin, json.GetProperty("refresh_token").GetString()!)).Answer.Status);
    }

    [Fact]
    public async Task Code_redeemed_by_many_at_once_gives_tokens_once()
    {
        for (int round = 0; round < 20; round++)
        {
            var plugin = _bench.Plugin();
            string code = await OAuth2Bench.CodeAsync(plugin);
            using var start = new ManualResetEventSlim();
            var statuses = new int[8];
            var threads = Enumerable.Range(0, statuses.Length).Select(i => new Thread(() =>
            {
                start.Wait();
                statuses[i] = OAuth2Bench.RedeemAsync(plugin, code).GetAwaiter().GetResult().Answer.Status;
            })).ToList();
            threads.ForEach(t => t.Start());
            start.Set();
            threads.ForEach(t => t.Join());

            Assert.Equal([200, .. Enumerable.Repeat(400, statuses.Length - 1)], statuses.Order());
        }
    }

    [Fact]
    public async Task Code_is_too_old_after_five_minutes()
    {
        var plugin = _bench.Plugin();
        string code = await OAuth2Bench.CodeAsync(plugin);
        _bench.Clock.Advance(TimeSpan.FromSeconds(301));
        Assert.Equal("Invalid code", OAuth2Bench.Outcome(await OAuth2Bench.RedeemAsync(plugin, code)).Description);
    }

    [Theory]
    [InlineData("client_id=app", Other, "invalid_request", "Invalid code")]
    [InlineData("client_id=app", "client_id=spa&code_verifier=" + OAuth2Bench.Verifier, "invalid_request", "Invalid code")]
    [InlineData("client_id=app", "client_id=app", "invalid_client", "Invalid client authentication")]
    [InlineData("client_id=app", "client_id=app&client_secret=other-canary", "invalid_client", "Invalid client authentication")]
    [InlineData("client_id=app", "client_id=app&client_secret=app-canary:1%00", "invalid_client", "Invalid client authentication")]
    [InlineData("client_id=app", OAuth2Bench.App + "&redirect_uri=http://app.test/cb2%3Ffoo%3Dbar%26code%3Dold", "invalid_grant", "Invalid redirect_uri that is not the one the code was sent to")]
    [InlineData("client_id=app&redirect_uri=http://app.test/cb2%3Ffoo%3Dbar%26code%3Dold", OAuth2Bench.App, "invalid_grant", "Invalid redirect_uri that is not the one the code was sent to")]
    [InlineData("client_id=app", OAuth2Bench.App + "&redirect_uri=http://other.test/cb", "invalid_request", "Invalid redirect_uri that does not match with any redirect_uri created with the application")]
    public async Task Code_is_bound_to_its_client_and_redirect_uri(string asked, string redeemed, string error, string description)
    {
        var plugin = _bench.Plugin();
        string code = await OAuth2Bench.CodeAsync(plugin, asked);

        Assert.Equal((400, error, description), OAuth2Bench.Outcome(await OAuth2Bench.RedeemAsync(plugin, code, redeemed)));
    }

    [Theory]
    [InlineData("http://app.test/cb/")]
    [InlineData("http://app.test/CB")]
    [InlineData("http://APP.test/cb")]
    [InlineData("http://app.test:80/cb")]
    [InlineData("https://app.test/cb")]
    [InlineData("http://app.test/cb?x=1")]
    [InlineData("http://app.test/cb#x")]
    [InlineData("http://app.test/cb2")]
    [InlineData("http://app.test/cb/../evil")]
    [InlineData("http://app.test@evil.test/cb")]
    [InlineData("http://app.test/cb%00")]
    [InlineData("http://app.test/cb ")]
    [InlineData("http://app.test/%63b")]
    [InlineData("//app.test/cb")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task Redirect_uri_that_only_looks_like_a_registered_one_gets_no_code(string redirectUri)
    {
        var exchange = await OAuth2Bench.PostAsync(
            _bench.Plugin(), "authorize", $"{OAuth2Bench.User}&response_type=code&client_id=app&redirect_uri={Uri.EscapeDataString(redirectUri)}");

        Assert.Equal(400, exchange.Answer.Status);
        Assert.StartsWith("http://app.test/cb?error=invalid_request&", OAuth2Bench.Json(exchange).GetProperty("redirect_uri").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lax", "spa", true, true, null)]
    [InlineData("lax", "spa", true, false, "code_verifier is required for PKCE authorization requests")]
    [InlineData("none", "spa", false, false, null)]
    [InlineData("none", "spa", true, false, "code_verifier is required for PKCE authorization requests")]
    [InlineData("lax", "app", false, false, null)]
    [InlineData("lax", "app", true, false, "code_verifier is required for PKCE authorization requests")]
    [InlineData("lax", "app", false, true, "Invalid code")]
    [InlineData("none", "app", false, true, "Invalid code")]
    [InlineData("strict", "app", true, true, null)]
    [InlineData("strict", "app", true, false, "code_verifier is required for PKCE authorization requests")]
    public async Task Pkce_cannot_be_left_out_on_one_side(string mode, string client, bool withChallenge, bool withVerifier, string? description)
    {
        var plugin = Pkce(mode);
        string code = await OAuth2Bench.CodeAsync(plugin, $"client_id={client}" + (withChallenge ? $"&code_challenge={OAuth2Bench.Challenge}&code_challenge_method=S256" : ""));
        string caller = client == "app" ? OAuth2Bench.App : "client_id=spa";

        var exchange = await OAuth2Bench.RedeemAsync(plugin, code, caller + (withVerifier ? $"&code_verifier={OAuth2Bench.Verifier}" : ""));

        Assert.Equal((description is null ? 200 : 400, description), (OAuth2Bench.Outcome(exchange).Status, OAuth2Bench.Outcome(exchange).Description));
    }

    [Theory]
    [InlineData("&code_verifier=", "invalid_request", "code_verifier must be between 43 and 128 characters")]
    [InlineData("&code_verifier=short", "invalid_request", "code_verifier must be between 43 and 128 characters")]
    [InlineData("&code_verifier", "invalid_request", "code_verifier is not a string")]
    [InlineData("&code_verifier=Abcdelfhigklmnopqrstuvwxyz0123456789abcdefg", "invalid_grant", "Invalid code")]
    [InlineData("&code_verifier=" + OAuth2Bench.Verifier + OAuth2Bench.Verifier + OAuth2Bench.Verifier, "invalid_request", "code_verifier must be between 43 and 128 characters")]
    public async Task Wrong_verifier_gets_nothing_and_the_right_one_still_does(string verifier, string error, string description)
    {
        var plugin = Pkce("lax");
        string code = await OAuth2Bench.CodeAsync(plugin, $"client_id=spa&code_challenge={OAuth2Bench.Challenge}");

        Assert.Equal((400, error, description), OAuth2Bench.Outcome(await OAuth2Bench.RedeemAsync(plugin, code, "client_id=spa" + verifier)));
        Assert.Equal(200, (await OAuth2Bench.RedeemAsync(plugin, code, $"client_id=spa&code_verifier={OAuth2Bench.Verifier}")).Answer.Status);
    }

    [Fact]
    public async Task Challenge_itself_is_no_verifier()
    {
        var plugin = Pkce("lax");
        string code = await OAuth2Bench.CodeAsync(plugin, $"client_id=spa&code_challenge={OAuth2Bench.Challenge}");
        Assert.Equal("Invalid code", OAuth2Bench.Outcome(await OAuth2Bench.RedeemAsync(plugin, code, $"client_id=spa&code_verifier={OAuth2Bench.Challenge}")).Description);
    }

    [Theory]
    [InlineData("2aC4cMSkAsMRtZbhHhiZkDW3sddRf_iTRGil1r9gi8w=", OAuth2Bench.Verifier)]
    [InlineData("0LoS6Gtrw16r07+ZXsCf8MeAi21QHmKc3LJdUCA5w/o=", "abcdelfhigklmnopqrstuvwxyz0123456789abcdefghijklmnop9")]
    public async Task Challenge_in_another_spelling_of_base64_is_accepted_as_Kong_does(string challenge, string verifier)
    {
        var plugin = Pkce("lax");
        string code = await OAuth2Bench.CodeAsync(plugin, $"client_id=spa&code_challenge={Uri.EscapeDataString(challenge)}");
        Assert.Equal(200, (await OAuth2Bench.RedeemAsync(plugin, code, $"client_id=spa&code_verifier={verifier}")).Answer.Status);
    }

    [Theory]
    [InlineData(false, false, "s1", true)]
    [InlineData(false, false, "s2", false)]
    [InlineData(true, true, "s2", true)]
    [InlineData(true, false, "s1", false)]
    [InlineData(false, true, "s1", true)]
    [InlineData(false, true, "s2", false)]
    public async Task Token_is_good_at_its_service_unless_credentials_are_global(bool issuedGlobal, bool usedGlobal, string service, bool isAccepted)
    {
        var issuer = Global(issuedGlobal, "plugin-1");
        var user = Global(usedGlobal, "plugin-2");
        var (access, refresh) = await OAuth2Bench.TokensAsync(issuer);

        var used = await OAuth2Bench.UseAsync(user, access, service);
        var refreshed = await RefreshAsync(user, refresh, service);
        Assert.Equal(isAccepted, !used.IsAnswered);
        Assert.Equal(isAccepted ? 200 : 400, refreshed.Answer.Status);
        if (issuedGlobal && !usedGlobal)
        {
            Assert.Equal("The access token is global, but the current plugin is configured without 'global_credentials'", OAuth2Bench.Outcome(used).Description);
        }
    }

    [Fact]
    public async Task Refreshing_elsewhere_makes_no_token_global()
    {
        string refresh = (await OAuth2Bench.TokensAsync(Global(false, "plugin-1"))).Refresh;
        var elsewhere = Global(true, "plugin-2");
        string access = OAuth2Bench.Json(await RefreshAsync(elsewhere, refresh)).GetProperty("access_token").GetString()!;

        Assert.False((await OAuth2Bench.UseAsync(elsewhere, access)).IsAnswered);
        Assert.True((await OAuth2Bench.UseAsync(elsewhere, access, "s2")).IsAnswered);
    }

    [Theory]
    [InlineData(false, "s2")]
    [InlineData(true, "s1")]
    [InlineData(true, "s2")]
    public async Task Code_is_good_only_where_it_was_issued(bool isGlobal, string service)
    {
        string code = await OAuth2Bench.CodeAsync(Global(isGlobal, "plugin-1"));
        Assert.Equal("Invalid code", OAuth2Bench.Outcome(await OAuth2Bench.RedeemAsync(Global(isGlobal, "plugin-2"), code, service: service)).Description);
    }

    [Fact]
    public async Task Codes_refresh_and_access_tokens_do_not_stand_for_each_other()
    {
        var plugin = _bench.Plugin();
        string code = await OAuth2Bench.CodeAsync(plugin);
        var (access, refresh) = await OAuth2Bench.TokensAsync(plugin);

        Assert.True((await OAuth2Bench.UseAsync(plugin, code)).IsAnswered);
        Assert.True((await OAuth2Bench.UseAsync(plugin, refresh)).IsAnswered);
        Assert.Equal(400, (await RefreshAsync(plugin, access)).Answer.Status);
        Assert.Equal(400, (await RefreshAsync(plugin, code)).Answer.Status);
        Assert.Equal(400, (await OAuth2Bench.RedeemAsync(plugin, refresh)).Answer.Status);
        Assert.Equal("{\"active\":false}", Encoding.UTF8.GetString((await OAuth2Bench.PostAsync(plugin, "introspect", $"{OAuth2Bench.App}&token={code}")).Answer.Body.Span));
    }

    [Fact]
    public async Task Another_client_can_neither_refresh_nor_revoke_nor_ask_about_refresh_tokens()
    {
        var plugin = _bench.Plugin();
        var (access, refresh) = await OAuth2Bench.TokensAsync(plugin);

        Assert.Equal("invalid_client", OAuth2Bench.Outcome(await RefreshAsync(plugin, refresh, client: Other)).Error);
        Assert.Equal("unauthorized_client", OAuth2Bench.Outcome(await OAuth2Bench.PostAsync(plugin, "revoke", $"{Other}&token={refresh}")).Error);
        Assert.Equal("unauthorized_client", OAuth2Bench.Outcome(await OAuth2Bench.PostAsync(plugin, "revoke", $"{Other}&token={access}")).Error);
        Assert.False(OAuth2Bench.Json(await OAuth2Bench.PostAsync(plugin, "introspect", $"{Other}&token={refresh}")).GetProperty("active").GetBoolean());
        Assert.False((await OAuth2Bench.UseAsync(plugin, access)).IsAnswered);
    }

    [Theory]
    [InlineData("client_id=other", "app:app-canary:1")]
    [InlineData("client_id=app", "other:other-canary")]
    public async Task Client_that_says_to_be_two_is_none(string form, string pair)
    {
        var exchange = await OAuth2Bench.PostAsync(_bench.Plugin(), "token", $"grant_type=client_credentials&{form}", OAuth2Bench.Basic(pair));
        Assert.Equal((401, "invalid_client", "Invalid client authentication"), OAuth2Bench.Outcome(exchange));
    }

    [Fact]
    public async Task Stored_form_of_a_hashed_secret_is_no_secret()
    {
        string stored = _bench.Inner.Directory.FindOAuth2("hashed")!.Config.ClientSecret!;
        var exchange = await OAuth2Bench.PostAsync(
            _bench.Plugin(), "token", $"grant_type=client_credentials&client_id=hashed&client_secret={Uri.EscapeDataString(stored)}");
        Assert.Equal("invalid_client", OAuth2Bench.Outcome(exchange).Error);
    }

    [Fact]
    public async Task Secrets_are_in_no_audit_record_error_or_field()
    {
        var plugin = _bench.Plugin();
        var (access, refresh) = await OAuth2Bench.TokensAsync(plugin);
        await RefreshAsync(plugin, refresh);
        FakeExchange[] failures =
        [
            await OAuth2Bench.PostAsync(plugin, "token", "grant_type=client_credentials&client_id=app&client_secret=wrong-canary"),
            await OAuth2Bench.PostAsync(plugin, "token", "grant_type=client_credentials", OAuth2Bench.Basic("app:wrong-canary")),
            await OAuth2Bench.PostAsync(plugin, "authorize", "provision_key=wrong-canary&authenticated_userid=u"),
            await RefreshAsync(plugin, refresh),
            await OAuth2Bench.UseAsync(plugin, access),
            await OAuth2Bench.UseAsync(plugin, "wrong-canary"),
        ];
        await TestKit.Waiting.Eventually.TrueAsync(() => _bench.Inner.Audit.Text.Contains("oauth2", StringComparison.Ordinal), "audit records");
        string told = _bench.Inner.Audit.Text + string.Join('\n', _bench.Inner.Log.Lines)
            + string.Concat(failures.Select(f => Encoding.UTF8.GetString(f.Answer.Body.Span) + f.ResponseHeader("WWW-Authenticate")));

        Assert.DoesNotContain("canary", told, StringComparison.Ordinal);
        Assert.DoesNotContain(refresh, told, StringComparison.Ordinal);
        Assert.DoesNotContain(access, told, StringComparison.Ordinal);
        Assert.All(failures, f => Assert.True(f.SecretNames.Exists(n => n.HasParameter("client_secret"u8) && n.HasParameter("code"u8) && n.HasParameter("provision_key"u8))));
    }

    private Plugin Pkce(string mode) => _bench.Plugin(OAuth2Bench.Everything.Replace("{\"", $"{{\"pkce\":\"{mode}\",\"", StringComparison.Ordinal));

    private Plugin Global(bool isGlobal, string id)
        => _bench.Plugin(OAuth2Bench.Everything.Replace("{\"", $"{{\"global_credentials\":{(isGlobal ? "true" : "false")},\"", StringComparison.Ordinal), id);

    private static Task<FakeExchange> RefreshAsync(Plugin plugin, string token, string service = "s1", string client = OAuth2Bench.App)
        => OAuth2Bench.PostAsync(plugin, "token", $"grant_type=refresh_token&refresh_token={token}&{client}", service: service);
}
