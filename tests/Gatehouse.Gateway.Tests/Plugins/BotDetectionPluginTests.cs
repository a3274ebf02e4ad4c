using System.Text;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class BotDetectionPluginTests : IDisposable
{
    private readonly PluginBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")]
    [InlineData("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)")]
    [InlineData("Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)")]
    [InlineData("Mozilla/5.0 (compatible; YandexImages/3.0)")]
    [InlineData("Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)")]
    [InlineData("Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)")]
    [InlineData("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)")]
    [InlineData("Twitterbot/1.0")]
    [InlineData("LinkedInBot/1.0")]
    [InlineData("Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)")]
    [InlineData("Mozilla/5.0 Google (+https://developers.google.com/+/web/snippet/)")]
    [InlineData("Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.0; MSIECrawler)")]
    [InlineData("Apache-HttpClient/4.3")]
    [InlineData("Python-urllib/3.11")]
    [InlineData("Google-HTTP-Java-Client/1.17")]
    [InlineData("Scrapy/2.11")]
    [InlineData("ia_archiver")]
    [InlineData("SomeArchiver/1.0")]
    [InlineData("Site Indexer 2.0")]
    [InlineData("SomeScraper/3")]
    [InlineData("Mozilla/5.0 CRAWLER")]
    [InlineData("NING/1.0")]
    [InlineData("voyager/1.0")]
    [InlineData("  Zao/0.1 ")]
    [InlineData("Mediapartners-Google")]
    [InlineData("008/0.83; http://www.80legs.com/webcrawler.html")]
    [InlineData("my own Bot")]
    public async Task Access_known_bot_is_refused(string agent)
        => Assert.Equal((403, "Forbidden"), await AccessAsync("{}", agent));

    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 14.7; rv:133.0) Gecko/20100101 Firefox/133.0")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1")]
    [InlineData("Mozilla/5.0 (Linux; Android 12; CUBOT P60) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36")]
    [InlineData("Mozilla/5.0 (Linux; Android 9; Cubot X19) AppleWebKit/537.36")]
    [InlineData("curl/8.5.0")]
    [InlineData("Wget/1.21.4")]
    [InlineData("okhttp/4.12.0")]
    [InlineData("Go-http-client/2.0")]
    [InlineData("python-requests/2.32.3")]
    [InlineData("PostmanRuntime/7.43.0")]
    [InlineData("kube-probe/1.31")]
    [InlineData("photo Indexer without version")]
    [InlineData("running voyager")]
    [InlineData("bot")]
    [InlineData("ot")]
    [InlineData("")]
    public async Task Access_other_client_passes(string agent) => Assert.Equal((0, null), await AccessAsync("{}", agent));

    [Theory]
    [InlineData("""{"deny":["EvilBot"]}""", "EvilBot/1.0", 403)]
    [InlineData("""{"deny":["(?i)^masscan"]}""", "MassCan/1.3", 403)]
    [InlineData("""{"deny":["^curl/[0-9]+"]}""", "curl/8.5.0", 403)]
    [InlineData("""{"deny":["^curl/[0-9]+"]}""", "libcurl/8.5.0", 0)]
    [InlineData("""{"deny":["one","two"]}""", "a two b", 403)]
    [InlineData("""{"allow":["^Googlebot/"]}""", "Googlebot/2.1", 0)]
    [InlineData("""{"allow":["^Googlebot/"]}""", "bingbot/2.0", 403)]
    [InlineData("""{"allow":["curl"],"deny":["curl"]}""", "curl/8.5.0", 0)]
    [InlineData("""{"deny":["é$"]}""", "café", 403)]
    public async Task Access_patterns_decide(string config, string agent, int status)
        => Assert.Equal(status, (await AccessAsync(config, agent)).Status);

    [Fact]
    public async Task Access_without_user_agent_passes() => Assert.Equal((0, null), await AccessAsync("""{"deny":[".*"]}"""));

    [Theory]
    [InlineData("curl/8.5.0", "curl/8.5.0")]
    [InlineData("Googlebot/2.1", "curl/8.5.0")]
    public async Task Access_two_user_agents_are_refused(string one, string other)
        => Assert.Equal((400, "Only one User-Agent header allowed"), await AccessAsync("""{"allow":["."]}""", one, other));

    [Theory]
    [InlineData("denied", "Googlebot/2.1")]
    [InlineData("several", "curl/8.5.0", "curl/8.5.0")]
    public async Task Access_refusal_is_recorded_and_counted(string reason, params string[] agents)
    {
        await AccessAsync("{}", agents);

        Assert.Equal(1, MetricText.Of(_bench.Services.Metrics, $"gatehouse_authorization_denials_total{{plugin=\"bot-detection\",reason=\"{reason}\"}}"));
        _bench.Dispose();
        Assert.Contains("\"plugin\":\"bot-detection\"", Assert.Single(_bench.Audit.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(600)]
    [InlineData(8_000)]
    public async Task Access_long_user_agent_is_read_to_its_end(int length)
        => Assert.Equal(403, (await AccessAsync("{}", new string('a', length) + "bot")).Status);

    [Fact]
    public async Task Access_user_agent_that_is_no_utf8_is_judged_too()
    {
        var exchange = new FakeExchange();
        exchange.Request.Headers.Add("User-Agent"u8, [0xff, 0xfe, .. "Googlebot"u8]);

        await _bench.Build("bot-detection").AccessAsync(exchange);

        Assert.Equal(403, exchange.Answer.Status);
    }

    [Fact]
    public void Schema_pattern_that_is_none_is_refused()
        => Assert.Equal(
            ["deny: not a valid regex: "],
            _bench.Check("bot-detection", """{"deny":["("]}""").Select(m => m[..Math.Min(m.Length, "deny: not a valid regex: ".Length)]));

    [Fact]
    public void Build_pattern_that_is_none_is_refused()
        => Assert.Throws<PluginBuildException>(() => _bench.Build("bot-detection", """{"allow":["("]}"""));

    [Fact]
    public async Task Access_allocates_nothing()
    {
        var plugin = _bench.Build("bot-detection", """{"allow":["^internal/"],"deny":["[Ee]vil"]}""");
        var exchange = new FakeExchange().With("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36");
        await plugin.AccessAsync(exchange);

        // Working memory is shared with whatever runs beside this test: what is made anew once shows in one window only.
        long least = long.MaxValue;
        for (int window = 0; window < 5; window++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1_000; i++)
            {
                await plugin.AccessAsync(exchange);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    private async Task<(int Status, string? Message)> AccessAsync(string config, params string[] agents)
    {
        var exchange = new FakeExchange();
        foreach (string agent in agents)
        {
            exchange.Request.Headers.Add("User-Agent"u8, Encoding.UTF8.GetBytes(agent));
        }

        await _bench.Build("bot-detection", config).AccessAsync(exchange);
        return (exchange.Answer.Status, exchange.Answer.Message);
    }
}
