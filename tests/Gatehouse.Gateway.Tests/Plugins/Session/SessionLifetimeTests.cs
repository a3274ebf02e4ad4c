using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Identity;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.Session;

/// <summary>How long sessions are good, and where.</summary>
public sealed class SessionLifetimeTests : IDisposable
{
    private readonly SessionBench _bench = new();

    public void Dispose() => _bench.Dispose();

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
        var plugin = _bench.Session(config);
        string cookie = await _bench.LoginAsync(plugin);
        _bench.Advance(seconds);

        Assert.Equal(isGood, (await SessionBench.RequestAsync(plugin, cookie)).Consumer is not null);
    }

    [Fact]
    public async Task Session_goes_on_when_the_clock_is_set_back()
    {
        string cookie = await _bench.LoginAsync(_bench.Session(SessionBench.Secret));
        using var earlier = new PluginBench(config: IdentityConfig.Company, time: new FakeClock(_bench.Clock.GetUtcNow().AddHours(-1)));
        var exchange = await SessionBench.RequestAsync(earlier.Build("session", SessionBench.Secret), cookie);
        Assert.NotNull(exchange.Consumer);
        Assert.Empty(SessionBench.Cookies(exchange));
    }

    [Theory]
    [InlineData(59, false)]
    [InlineData(60, true)]
    [InlineData(900, true)]
    public async Task Session_is_touched_about_once_a_minute(int seconds, bool isTouched)
    {
        var plugin = _bench.Session("{}");
        string cookie = await _bench.LoginAsync(plugin);
        _bench.Advance(seconds);
        var lines = SessionBench.Cookies(await SessionBench.RequestAsync(plugin, cookie));
        Assert.Equal(isTouched ? 1 : 0, lines.Count);
        if (isTouched)
        {
            _bench.Advance(900);
            Assert.NotNull((await SessionBench.RequestAsync(plugin, lines[0].Split(';')[0])).Consumer);
            Assert.Null((await SessionBench.RequestAsync(plugin, cookie)).Consumer);
        }
    }

    [Fact]
    public async Task Session_in_use_is_renewed_until_it_is_too_old()
    {
        var plugin = _bench.Session("""{"response_headers":["id","absolute-timeout"]}""");
        string cookie = await _bench.LoginAsync(plugin);
        var ids = new HashSet<string>();
        int requests = 0;
        while (true)
        {
            _bench.Advance(600);
            var exchange = await SessionBench.RequestAsync(plugin, cookie);
            if (exchange.Consumer is null)
            {
                break;
            }

            requests++;
            ids.Add(exchange.ResponseHeader("Session-Id")!);
            cookie = Assert.Single(SessionBench.Cookies(exchange)).Split(';')[0];
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
        string cookie = await _bench.LoginAsync(_bench.Session(SessionBench.Secret));
        var other = _bench.Session(config.Replace("{\"", config.Contains("\"secret\"", StringComparison.Ordinal) ? "{\"" : SessionBench.Secret[..^1] + ",\"", StringComparison.Ordinal));
        Assert.Null((await SessionBench.RequestAsync(other, cookie)).Consumer);
        Assert.Null((await SessionBench.RequestAsync(other, cookie.Replace("session=", "session2=", StringComparison.Ordinal))).Consumer);
    }

    [Fact]
    public async Task Secret_can_be_replaced_and_the_one_of_the_program_survives_a_reload()
    {
        string cookie = await _bench.LoginAsync(_bench.Session("""{"secret":"old"}"""));
        Assert.NotNull((await SessionBench.RequestAsync(_bench.Session("""{"secret":"new","previous_secrets":["old"]}"""), cookie)).Consumer);

        string own = await _bench.LoginAsync(_bench.Session("{}"));
        Assert.NotNull((await SessionBench.RequestAsync(_bench.Session("{}"), own)).Consumer);
        _bench.Inner.Node.Keep(IdentityConfig.Company);
        Assert.Null((await SessionBench.RequestAsync(_bench.Session("{}"), own)).Consumer);
    }

    [Fact]
    public async Task Session_of_a_consumer_that_is_gone_is_forgotten()
    {
        string cookie = await _bench.LoginAsync(_bench.Session(SessionBench.Secret));
        using var later = new PluginBench(time: _bench.Clock);
        var plugin = later.Build("session", SessionBench.Secret);
        var exchange = await SessionBench.RequestAsync(plugin, cookie);

        Assert.Null(exchange.Consumer);
        Assert.StartsWith("session=; Max-Age=0;", Assert.Single(SessionBench.Cookies(exchange)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remembered_user_comes_back_after_the_session_until_that_is_too_old()
    {
        var plugin = _bench.Session("""{"remember":true}""");
        var exchange = await _bench.LoginExchangeAsync(plugin);
        var lines = SessionBench.Cookies(exchange);
        string remember = lines[1].Split(';')[0];
        Assert.Equal(2, lines.Count);
        Assert.StartsWith("remember=1.", remember, StringComparison.Ordinal);
        Assert.Contains("; Max-Age=604800;", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("Max-Age", lines[0], StringComparison.Ordinal);

        for (int day = 1; day <= 30; day++)
        {
            _bench.Advance(86_400);
            var back = await SessionBench.RequestAsync(plugin, remember);
            Assert.Equal("bob", back.Consumer?.Username);
            lines = SessionBench.Cookies(back);
            Assert.Equal(2, lines.Count);
            remember = lines[1].Split(';')[0];
        }

        _bench.Advance(86_400);
        Assert.Null((await SessionBench.RequestAsync(plugin, remember)).Consumer);
    }

    [Fact]
    public async Task Remember_cookie_is_no_session_cookie_and_logout_clears_both()
    {
        var plugin = _bench.Session("""{"remember":true}""");
        var lines = SessionBench.Cookies(await _bench.LoginExchangeAsync(plugin));
        string both = string.Join("; ", lines.Select(l => l.Split(';')[0]));
        Assert.Null((await SessionBench.RequestAsync(plugin, "session=" + lines[1].Split(';')[0]["remember=".Length..])).Consumer);

        var exchange = new FakeExchange("DELETE", "/?session_logout").With("Cookie", both);
        await plugin.AccessAsync(exchange);
        plugin.OnResponseHead(exchange);
        Assert.Equal(["session=", "remember="], SessionBench.Cookies(exchange).Select(l => l.Split(';')[0]));
    }
}
