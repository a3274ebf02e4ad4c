using System.Text;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Identity;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.Session;

/// <summary>Who a session stands for, and how it is ended.</summary>
public sealed class SessionPluginTests : IDisposable
{
    private readonly SessionBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Cookie_is_set_for_who_another_plugin_lets_in_and_lets_in_afterwards()
    {
        var plugin = _bench.Session(SessionBench.Secret);
        string cookie = await _bench.LoginAsync(plugin);
        var next = await SessionBench.RequestAsync(plugin, cookie);

        Assert.StartsWith("session=1.", cookie, StringComparison.Ordinal);
        string[] names = ["X-Consumer-ID", "X-Consumer-Custom-ID", "X-Consumer-Username", "X-Credential-Identifier", "X-Anonymous-Consumer"];
        Assert.Equal([IdentityConfig.BobId, "b-1", "bob", IdentityConfig.KeyId, null], names.Select(next.RequestHeader));
        Assert.Equal(("session", IdentityConfig.KeyId), (next.Credential!.Kind, next.Credential.Id));
        Assert.Empty(SessionBench.Cookies(next));
    }

    [Fact]
    public async Task Cookie_does_not_go_to_the_upstream_and_others_do()
    {
        var plugin = _bench.Session(SessionBench.Secret);
        string cookie = await _bench.LoginAsync(plugin);
        Assert.Equal("a=b; c=d", (await SessionBench.RequestAsync(plugin, $"a=b; {cookie}; c=d")).RequestHeader("Cookie"));
        Assert.Null((await SessionBench.RequestAsync(plugin, cookie)).RequestHeader("Cookie"));
    }

    [Fact]
    public async Task Without_a_session_nothing_is_said_and_anonymous_gets_no_cookie()
    {
        var plugin = _bench.Session(SessionBench.Secret);
        var exchange = new FakeExchange();
        await plugin.AccessAsync(exchange);
        Assert.False(exchange.IsAnswered);
        Assert.Null(exchange.Consumer);

        await _bench.Inner.Build("key-auth", """{"anonymous":"anon"}""").AccessAsync(exchange);
        plugin.OnResponseHead(exchange);
        Assert.True(exchange.IsAnonymous);
        Assert.Empty(SessionBench.Cookies(exchange));
    }

    [Theory]
    [InlineData("""{"anonymous":"anon"}""", 0)]
    [InlineData("{}", 401)]
    public async Task With_a_session_plugins_with_anonymous_are_content_and_others_are_not(string keyAuth, int status)
    {
        var plugin = _bench.Session(SessionBench.Secret);
        var exchange = await SessionBench.RequestAsync(plugin, await _bench.LoginAsync(plugin));

        await _bench.Inner.Build("key-auth", keyAuth).AccessAsync(exchange);

        Assert.Equal((status, "bob"), (exchange.Answer.Status, exchange.Consumer!.Username));
    }

    [Fact]
    public async Task Another_credential_begins_another_session()
    {
        var plugin = _bench.Session(SessionBench.Secret);
        string cookie = await _bench.LoginAsync(plugin);
        var exchange = await SessionBench.RequestAsync(plugin, cookie, thenHead: false);
        exchange.Authenticate(FakeExchange.NewConsumer("eve"), _bench.Inner.Directory.FindBasic("bob"u8));
        plugin.OnResponseHead(exchange);

        Assert.NotEqual(cookie, Assert.Single(SessionBench.Cookies(exchange)).Split(';')[0]);
    }

    [Theory]
    [InlineData("{}", "POST", "/?session_logout=true", null, true)]
    [InlineData("{}", "DELETE", "/?a=1&session_logout", null, true)]
    [InlineData("{}", "GET", "/?session_logout=true", null, false)]
    [InlineData("{}", "PUT", "/?session_logout=true", null, false)]
    [InlineData("{}", "POST", "/?Session_logout=true", null, false)]
    [InlineData("""{"logout_methods":["GET"],"logout_query_arg":"bye"}""", "GET", "/?bye", null, true)]
    [InlineData("{}", "POST", "/", "session_logout=true", false)]
    [InlineData("""{"read_body_for_logout":true}""", "POST", "/", "a=1&session_logout=true", true)]
    [InlineData("""{"read_body_for_logout":true}""", "POST", "/", "a=1", false)]
    [InlineData("""{"read_body_for_logout":true,"logout_post_arg":"bye"}""", "POST", "/", "bye=1", true)]
    public async Task Logout_clears_the_cookie(string config, string method, string target, string? body, bool isLogout)
    {
        var plugin = _bench.Session(config);
        string cookie = await _bench.LoginAsync(plugin);
        var exchange = new FakeExchange(method, target).With("Cookie", cookie);
        if (body is not null)
        {
            exchange.Request.HasBody = true;
            exchange.Client.AddBody(Encoding.UTF8.GetBytes(body));
            exchange.With("Content-Type", "application/x-www-form-urlencoded");
        }

        await plugin.AccessAsync(exchange);
        plugin.OnResponseHead(exchange);

        Assert.Equal((isLogout ? 200 : 0, isLogout), (exchange.Answer.Status, exchange.Consumer is null));
        Assert.Equal(isLogout, SessionBench.Cookies(exchange).Exists(l => l.StartsWith("session=; Max-Age=0; Expires=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Logout_ends_copies_of_the_cookies_too_and_nobody_else()
    {
        var plugin = _bench.Session("""{"secret":"0123456789abcdef0123456789abcdef","remember":true,"rolling_timeout":100}""");
        string[] Names(FakeExchange e) => [.. SessionBench.Cookies(e).Select(l => l.Split(';')[0])];
        string copy = string.Join("; ", Names(await _bench.LoginExchangeAsync(plugin)));
        string other = string.Join("; ", Names(await _bench.LoginExchangeAsync(plugin)));
        _bench.Advance(80);
        string renewed = string.Join("; ", Names(await SessionBench.RequestAsync(plugin, copy)));

        var logout = new FakeExchange("POST", "/?session_logout=1").With("Cookie", renewed);
        await plugin.AccessAsync(logout);

        Assert.Equal(200, logout.Answer.Status);
        Assert.Null((await SessionBench.RequestAsync(plugin, copy)).Consumer);
        Assert.Null((await SessionBench.RequestAsync(plugin, renewed)).Consumer);
        // After a reload, too.
        Assert.Null((await SessionBench.RequestAsync(_bench.Session("""{"secret":"0123456789abcdef0123456789abcdef","remember":true}"""), renewed)).Consumer);
        Assert.NotNull((await SessionBench.RequestAsync(plugin, other)).Consumer);
    }

    [Fact]
    public async Task Logout_without_a_session_is_an_ordinary_request()
    {
        var exchange = new FakeExchange("POST", "/?session_logout=1");
        await _bench.Session("{}").AccessAsync(exchange);
        Assert.False(exchange.IsAnswered);
    }

    [Fact]
    public async Task Headers_tell_of_the_session_and_cannot_be_forged()
    {
        var plugin = _bench.Session("""{"audience":"shop","request_headers":["subject","audience"],"response_headers":["timeout","idling-timeout","rolling-timeout","absolute-timeout"]}""");
        string cookie = await _bench.LoginAsync(plugin);
        _bench.Advance(30);
        var exchange = await SessionBench.RequestAsync(plugin, cookie, e => e.With("Session-Subject", "root"));

        Assert.Equal(("bob", "shop"), (exchange.RequestHeader("Session-Subject"), exchange.RequestHeader("Session-Audience")));
        string[] names = ["Session-Timeout", "Session-Idling-Timeout", "Session-Rolling-Timeout", "Session-Absolute-Timeout"];
        Assert.Equal(["870", "870", "3570", "86370"], names.Select(exchange.ResponseHeader));

        var without = new FakeExchange().With("Session-Subject", "root");
        await plugin.AccessAsync(without);
        Assert.Null(without.RequestHeader("Session-Subject"));
    }

    [Fact]
    public async Task Groups_come_back_with_the_session()
    {
        var plugin = _bench.Session(SessionBench.Secret);
        var login = new FakeExchange("GET", "/?apikey=k1");
        await plugin.AccessAsync(login);
        await _bench.Inner.Build("key-auth").AccessAsync(login);
        login.AuthenticatedGroups = ["a", "b"];
        plugin.OnResponseHead(login);
        var exchange = await SessionBench.RequestAsync(plugin, SessionBench.Cookies(login)[0].Split(';')[0]);

        Assert.Equal(["a", "b"], exchange.AuthenticatedGroups);
        Assert.Equal("a, b", exchange.RequestHeader("X-Authenticated-Groups"));
    }

    [Theory]
    [InlineData("""{"storage":"kong"}""", "config.storage: 'kong' keeps sessions in a database")]
    [InlineData("""{"cookie_name":"__Host-s"}""", "demands that secure is true")]
    [InlineData("""{"cookie_same_site":"None","cookie_secure":false}""", "must be secure")]
    [InlineData("""{"cookie_path":"x"}""", "path must begin with '/'")]
    [InlineData("""{"remember":true,"remember_cookie_name":"session"}""", "must not be cookie_name")]
    public void What_cannot_work_is_refused(string config, string message)
        => Assert.Contains(message, Assert.Throws<PluginBuildException>(() => _bench.Session(config)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{}", "; Path=/; SameSite=Strict; HttpOnly")]
    [InlineData("""{"cookie_secure":true,"cookie_same_site":"None","cookie_domain":"a.test","cookie_path":"/x","cookie_http_only":false}""", "; Path=/x; Domain=a.test; SameSite=None; Secure")]
    [InlineData("""{"cookie_same_site":"Default"}""", "; Path=/; HttpOnly")]
    public async Task Cookie_has_the_attributes_that_are_asked_for(string config, string attributes)
    {
        string line = SessionBench.Cookies(await _bench.LoginExchangeAsync(_bench.Session(config)))[0];
        Assert.Equal(attributes, line[line.IndexOf(';', StringComparison.Ordinal)..]);
    }

    [Fact]
    public async Task Secret_and_key_are_nowhere_to_be_seen()
    {
        var login = await _bench.LoginExchangeAsync(_bench.Session("""{"secret":"canary-secret","response_headers":["id","audience","subject"]}"""), "k1");
        var told = new StringBuilder();
        foreach (var field in login.Response.Headers)
        {
            told.Append(Encoding.UTF8.GetString(field.Value)).Append('\n');
        }

        string cookie = SessionBench.Cookies(login)[0].Split(';')[0]["session=1.".Length..];
        told.Append(Encoding.Latin1.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(cookie)));
        Assert.DoesNotContain("canary", told.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(IdentityConfig.BobId, told.ToString(), StringComparison.Ordinal);
    }
}
