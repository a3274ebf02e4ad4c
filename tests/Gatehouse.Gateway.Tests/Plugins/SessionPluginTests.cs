using System.Text;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Identity;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class SessionPluginTests : IDisposable
{
    private const string Secret = """{"secret":"0123456789abcdef0123456789abcdef"}""";

    private readonly FakeClock _clock = new();
    private readonly PluginBench _bench;

    public SessionPluginTests() => _bench = new PluginBench(config: IdentityConfig.Company, time: _clock);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Cookie_is_set_for_who_another_plugin_lets_in_and_lets_in_afterwards()
    {
        var plugin = Session(Secret);
        string cookie = await LoginAsync(plugin);
        var next = await RequestAsync(plugin, cookie);

        Assert.StartsWith("session=1.", cookie, StringComparison.Ordinal);
        string[] names = ["X-Consumer-ID", "X-Consumer-Custom-ID", "X-Consumer-Username", "X-Credential-Identifier", "X-Anonymous-Consumer"];
        Assert.Equal([IdentityConfig.BobId, "b-1", "bob", IdentityConfig.KeyId, null], names.Select(next.RequestHeader));
        Assert.Equal(("session", IdentityConfig.KeyId), (next.Credential!.Kind, next.Credential.Id));
        Assert.Empty(Cookies(next));
    }

    [Fact]
    public async Task Cookie_does_not_go_to_the_upstream_and_others_do()
    {
        var plugin = Session(Secret);
        string cookie = await LoginAsync(plugin);
        Assert.Equal("a=b; c=d", (await RequestAsync(plugin, $"a=b; {cookie}; c=d")).RequestHeader("Cookie"));
        Assert.Null((await RequestAsync(plugin, cookie)).RequestHeader("Cookie"));
    }

    [Fact]
    public async Task Without_a_session_nothing_is_said_and_anonymous_gets_no_cookie()
    {
        var plugin = Session(Secret);
        var exchange = new FakeExchange();
        await plugin.AccessAsync(exchange);
        Assert.False(exchange.IsAnswered);
        Assert.Null(exchange.Consumer);

        await _bench.Build("key-auth", """{"anonymous":"anon"}""").AccessAsync(exchange);
        plugin.OnResponseHead(exchange);
        Assert.True(exchange.IsAnonymous);
        Assert.Empty(Cookies(exchange));
    }

    [Theory]
    [InlineData("""{"anonymous":"anon"}""", 0)]
    [InlineData("{}", 401)]
    public async Task With_a_session_plugins_with_anonymous_are_content_and_others_are_not(string keyAuth, int status)
    {
        var plugin = Session(Secret);
        var exchange = await RequestAsync(plugin, await LoginAsync(plugin));

        await _bench.Build("key-auth", keyAuth).AccessAsync(exchange);

        Assert.Equal((status, "bob"), (exchange.Answer.Status, exchange.Consumer!.Username));
    }

    [Fact]
    public async Task Another_credential_begins_another_session()
    {
        var plugin = Session(Secret);
        string cookie = await LoginAsync(plugin);
        var exchange = await RequestAsync(plugin, cookie, thenHead: false);
        exchange.Authenticate(FakeExchange.NewConsumer("eve"), _bench.Directory.FindBasic("bob"u8));
        plugin.OnResponseHead(exchange);

        Assert.NotEqual(cookie, Assert.Single(Cookies(exchange)).Split(';')[0]);
    }

    [Theory]
    [InlineData("{}", 900, true)]
    [InlineData("{}", 901, false)]
    [InlineData("""{"idling_timeout":0}""", 3600, true)]
    [InlineData("""{"idling_timeout":0}""", 3601, false)]
    [InlineData("""{"idling_timeout":0,"rolling_timeout":0}""", 86400, true)]
    [InlineData("""{"idling_timeout":0,"rolling_timeout":0}""", 86401, false)]
    [InlineData("""{"idling_timeout":0,"rolling_timeout":0,"absolute_timeout":0}""", 864000000, true)]
    public async Task Session_ends_with_the_shortest_of_its_times(string config, int seconds, bool isGood)
    {
        var plugin = Session(config);
        string cookie = await LoginAsync(plugin);
        Advance(seconds);

        Assert.Equal(isGood, (await RequestAsync(plugin, cookie)).Consumer is not null);
    }

    [Fact]
    public async Task Session_goes_on_when_the_clock_is_set_back()
    {
        string cookie = await LoginAsync(Session(Secret));
        using var earlier = new PluginBench(config: IdentityConfig.Company, time: new FakeClock(_clock.GetUtcNow().AddHours(-1)));
        var exchange = await RequestAsync(earlier.Build("session", Secret), cookie);
        Assert.NotNull(exchange.Consumer);
        Assert.Empty(Cookies(exchange));
    }

    [Theory]
    [InlineData(59, false)]
    [InlineData(60, true)]
    [InlineData(900, true)]
    public async Task Session_is_touched_about_once_a_minute(int seconds, bool isTouched)
    {
        var plugin = Session("{}");
        string cookie = await LoginAsync(plugin);
        Advance(seconds);
        var lines = Cookies(await RequestAsync(plugin, cookie));
        Assert.Equal(isTouched ? 1 : 0, lines.Count);
        if (isTouched)
        {
            Advance(900);
            Assert.NotNull((await RequestAsync(plugin, lines[0].Split(';')[0])).Consumer);
            Assert.Null((await RequestAsync(plugin, cookie)).Consumer);
        }
    }

    [Fact]
    public async Task Session_in_use_is_renewed_until_it_is_too_old()
    {
        var plugin = Session("""{"response_headers":["id","absolute-timeout"]}""");
        string cookie = await LoginAsync(plugin);
        var ids = new HashSet<string>();
        int requests = 0;
        while (true)
        {
            Advance(600);
            var exchange = await RequestAsync(plugin, cookie);
            if (exchange.Consumer is null)
            {
                break;
            }

            requests++;
            ids.Add(exchange.ResponseHeader("Session-Id")!);
            cookie = Assert.Single(Cookies(exchange)).Split(';')[0];
        }

        Assert.Equal(86_400 / 600, requests);
        Assert.InRange(ids.Count, 86_400 / 3600, 86_400 / 2700 + 1);
    }

    [Theory]
    [InlineData("""{"audience":"other"}""")]
    [InlineData("""{"secret":"another"}""")]
    [InlineData("""{"cookie_name":"session2"}""")]
    public async Task Session_of_another_audience_secret_or_name_is_none(string config)
    {
        string cookie = await LoginAsync(Session(Secret));
        var other = Session(config.Replace("{\"", config.Contains("\"secret\"", StringComparison.Ordinal) ? "{\"" : Secret[..^1] + ",\"", StringComparison.Ordinal));
        Assert.Null((await RequestAsync(other, cookie)).Consumer);
        Assert.Null((await RequestAsync(other, cookie.Replace("session=", "session2=", StringComparison.Ordinal))).Consumer);
    }

    [Fact]
    public async Task Secret_can_be_replaced_and_the_one_of_the_program_survives_a_reload()
    {
        string cookie = await LoginAsync(Session("""{"secret":"old"}"""));
        Assert.NotNull((await RequestAsync(Session("""{"secret":"new","previous_secrets":["old"]}"""), cookie)).Consumer);

        string own = await LoginAsync(Session("{}"));
        Assert.NotNull((await RequestAsync(Session("{}"), own)).Consumer);
        _bench.Node.Keep(IdentityConfig.Company);
        Assert.Null((await RequestAsync(Session("{}"), own)).Consumer);
    }

    [Fact]
    public async Task Session_of_a_consumer_that_is_gone_is_forgotten()
    {
        string cookie = await LoginAsync(Session(Secret));
        using var later = new PluginBench(time: _clock);
        var plugin = later.Build("session", Secret);
        var exchange = await RequestAsync(plugin, cookie);

        Assert.Null(exchange.Consumer);
        Assert.StartsWith("session=; Max-Age=0;", Assert.Single(Cookies(exchange)), StringComparison.Ordinal);
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
        var plugin = Session(config);
        string cookie = await LoginAsync(plugin);
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
        Assert.Equal(isLogout, Cookies(exchange).Exists(l => l.StartsWith("session=; Max-Age=0; Expires=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Logout_without_a_session_is_an_ordinary_request()
    {
        var exchange = new FakeExchange("POST", "/?session_logout=1");
        await Session("{}").AccessAsync(exchange);
        Assert.False(exchange.IsAnswered);
    }

    [Fact]
    public async Task Remembered_user_comes_back_after_the_session_until_that_is_too_old()
    {
        var plugin = Session("""{"remember":true}""");
        var exchange = await LoginExchangeAsync(plugin);
        var lines = Cookies(exchange);
        string remember = lines[1].Split(';')[0];
        Assert.Equal(2, lines.Count);
        Assert.StartsWith("remember=1.", remember, StringComparison.Ordinal);
        Assert.Contains("; Max-Age=604800;", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("Max-Age", lines[0], StringComparison.Ordinal);

        for (int day = 1; day <= 30; day++)
        {
            Advance(86_400);
            var back = await RequestAsync(plugin, remember);
            Assert.Equal("bob", back.Consumer?.Username);
            lines = Cookies(back);
            Assert.Equal(2, lines.Count);
            remember = lines[1].Split(';')[0];
        }

        Advance(86_400);
        Assert.Null((await RequestAsync(plugin, remember)).Consumer);
    }

    [Fact]
    public async Task Remember_cookie_is_no_session_cookie_and_logout_clears_both()
    {
        var plugin = Session("""{"remember":true}""");
        var lines = Cookies(await LoginExchangeAsync(plugin));
        string both = string.Join("; ", lines.Select(l => l.Split(';')[0]));
        Assert.Null((await RequestAsync(plugin, "session=" + lines[1].Split(';')[0]["remember=".Length..])).Consumer);

        var exchange = new FakeExchange("DELETE", "/?session_logout").With("Cookie", both);
        await plugin.AccessAsync(exchange);
        plugin.OnResponseHead(exchange);
        Assert.Equal(["session=", "remember="], Cookies(exchange).Select(l => l.Split(';')[0]));
    }

    [Fact]
    public async Task Headers_tell_of_the_session_and_cannot_be_forged()
    {
        var plugin = Session("""{"audience":"shop","request_headers":["subject","audience"],"response_headers":["timeout","idling-timeout","rolling-timeout","absolute-timeout"]}""");
        string cookie = await LoginAsync(plugin);
        Advance(30);
        var exchange = await RequestAsync(plugin, cookie, e => e.With("Session-Subject", "root"));

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
        var plugin = Session(Secret);
        var login = new FakeExchange("GET", "/?apikey=k1");
        await plugin.AccessAsync(login);
        await _bench.Build("key-auth").AccessAsync(login);
        login.AuthenticatedGroups = ["a", "b"];
        plugin.OnResponseHead(login);
        var exchange = await RequestAsync(plugin, Cookies(login)[0].Split(';')[0]);

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
        => Assert.Contains(message, Assert.Throws<PluginBuildException>(() => Session(config)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{}", "; Path=/; SameSite=Strict; HttpOnly")]
    [InlineData("""{"cookie_secure":true,"cookie_same_site":"None","cookie_domain":"a.test","cookie_path":"/x","cookie_http_only":false}""", "; Path=/x; Domain=a.test; SameSite=None; Secure")]
    [InlineData("""{"cookie_same_site":"Default"}""", "; Path=/; HttpOnly")]
    public async Task Cookie_has_the_attributes_that_are_asked_for(string config, string attributes)
    {
        string line = Cookies(await LoginExchangeAsync(Session(config)))[0];
        Assert.Equal(attributes, line[line.IndexOf(';', StringComparison.Ordinal)..]);
    }

    [Fact]
    public async Task Secret_and_key_are_nowhere_to_be_seen()
    {
        var login = await LoginExchangeAsync(Session("""{"secret":"canary-secret","response_headers":["id","audience","subject"]}"""), "k1");
        var told = new StringBuilder();
        foreach (var field in login.Response.Headers)
        {
            told.Append(Encoding.UTF8.GetString(field.Value)).Append('\n');
        }

        string cookie = Cookies(login)[0].Split(';')[0]["session=1.".Length..];
        told.Append(Encoding.Latin1.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(cookie)));
        Assert.DoesNotContain("canary", told.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(IdentityConfig.BobId, told.ToString(), StringComparison.Ordinal);
    }

    private Plugin Session(string config) => _bench.Build("session", config);

    private async Task<string> LoginAsync(Plugin plugin) => Assert.Single(Cookies(await LoginExchangeAsync(plugin))).Split(';')[0];

    private async Task<FakeExchange> LoginExchangeAsync(Plugin plugin, string key = "k1")
    {
        var exchange = new FakeExchange("GET", "/?apikey=" + key);
        await plugin.AccessAsync(exchange);
        await _bench.Build("key-auth").AccessAsync(exchange);
        plugin.OnResponseHead(exchange);
        return exchange;
    }

    private static async Task<FakeExchange> RequestAsync(Plugin plugin, string cookie, Action<FakeExchange>? change = null, bool thenHead = true)
    {
        var exchange = new FakeExchange().With("Cookie", cookie);
        change?.Invoke(exchange);
        await plugin.AccessAsync(exchange);
        if (thenHead)
        {
            plugin.OnResponseHead(exchange);
        }

        return exchange;
    }

    private void Advance(int seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));

    private static List<string> Cookies(FakeExchange exchange)
    {
        var lines = new List<string>();
        foreach (var field in exchange.Response.Headers.Values(new HeaderName("Set-Cookie")))
        {
            lines.Add(Encoding.ASCII.GetString(field.Value));
        }

        return lines;
    }
}
