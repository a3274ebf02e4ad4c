using System.Net;
using System.Text;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.TestKit.KongCases;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.RateLimiting;

public sealed class RateLimitingPluginTests
{
    private sealed class Key(string id) : Credential(id)
    {
        public override string Kind => "keyauth_credentials";
    }

    // Requests before, second of the minute, then the one that is looked at: status, and its fields by name.
    [Theory]
    [InlineData("""{"minute":2,"limit_by":"ip"}""", 0, 10, 0,
        "RateLimit-Limit: 2|RateLimit-Remaining: 1|RateLimit-Reset: 50|X-RateLimit-Limit-Minute: 2|X-RateLimit-Remaining-Minute: 1")]
    [InlineData("""{"minute":2}""", 2, 10, 429,
        "RateLimit-Limit: 2|RateLimit-Remaining: 0|RateLimit-Reset: 50|X-RateLimit-Limit-Minute: 2|X-RateLimit-Remaining-Minute: 0|Retry-After: 50")]
    [InlineData("""{"second":5,"hour":6}""", 5, 10, 429,
        "X-RateLimit-Limit-Second: 5|X-RateLimit-Remaining-Second: 0|X-RateLimit-Limit-Hour: 6|X-RateLimit-Remaining-Hour: 1|RateLimit-Limit: 5|RateLimit-Remaining: 0|RateLimit-Reset: 1|Retry-After: 1")]
    [InlineData("""{"minute":3,"hour":3}""", 1, 10, 0, "RateLimit-Limit: 3|RateLimit-Remaining: 1|RateLimit-Reset: 3590")]
    [InlineData("""{"minute":3,"hour":3}""", 3, 10, 429, "RateLimit-Remaining: 0|RateLimit-Reset: 3590|Retry-After: 3590")]
    [InlineData("""{"day":9,"month":9,"year":10}""", 0, 0, 0, "RateLimit-Limit: 9|RateLimit-Remaining: 8|RateLimit-Reset: 2678400|X-RateLimit-Remaining-Year: 9")]
    [InlineData("""{"minute":1,"error_code":404,"error_message":"slow down","hide_client_headers":true}""", 1, 0, 404,
        "RateLimit-Limit: |Retry-After: |X-RateLimit-Limit-Minute: |RateLimit: ")]
    [InlineData("""{"minute":1.5}""", 1, 0, 0, "X-RateLimit-Limit-Minute: 2|X-RateLimit-Remaining-Minute: 0")]
    [InlineData("""{"minute":100,"rate_limit_headers":"kong-and-draft"}""", 49, 30, 0,
        "RateLimit-Policy: \"minute\";q=100;w=60|RateLimit: \"minute\";r=50;t=30|RateLimit-Remaining: 50")]
    [InlineData("""{"limits":[{"name":"a","limit":3,"window_size":10},{"name":"b","limit":2,"algorithm":"concurrency"}],"rate_limit_headers":"kong-and-draft"}""", 1, 3, 0,
        "RateLimit-Policy: \"a\";q=3;w=10, \"b\";q=2;qu=\"concurrent-requests\"|RateLimit: \"a\";r=1;t=7, \"b\";r=1|X-RateLimit-Limit-a: 3|X-RateLimit-Remaining-b: 1")]
    [InlineData("""{"minute":60,"algorithm":"token-bucket","burst":2}""", 2, 30, 429,
        "X-RateLimit-Limit-Minute: 2|X-RateLimit-Remaining-Minute: 0|RateLimit-Reset: 2|Retry-After: 1")]
    [InlineData("""{"minute":2,"algorithm":"sliding-window"}""", 2, 30, 429, "RateLimit-Reset: 60|Retry-After: 60")]
    [InlineData("""{"minute":5,"cost":{"default":6}}""", 0, 0, 429, "X-RateLimit-Remaining-Minute: 5|Retry-After: ")]
    [InlineData("""{"minute":1,"dry_run":true}""", 5, 0, 0, "RateLimit-Limit: |Retry-After: |X-RateLimit-Limit-Minute: ")]
    public async Task Answers_have_kongs_fields_and_the_drafts(string config, int before, int second, int status, string fields)
    {
        using var bench = new RateLimitBench(second).With(config);
        await bench.CountAsync(before, () => new FakeExchange());

        var exchange = await bench.SendAsync();

        Assert.Equal(status, exchange.Answer.Status);
        foreach (string field in fields.Split('|'))
        {
            string[] parts = field.Split(": ", 2);
            Assert.Equal((parts[0], parts[1]), (parts[0], exchange.ResponseHeader(parts[0]) ?? ""));
        }

        Assert.Equal(status switch { 0 => null, 404 => "slow down", _ => "API rate limit exceeded" }, exchange.Answer.Message);
    }

    [Fact]
    public async Task Cases_of_kong_hold()
    {
        var cases = KongCaseFile.Path is null ? [] : KongCaseFile.Cases;
        foreach (var one in cases.Where(c => c.Area == "plugin.rate-limiting"))
        {
            int second = one.Given.TryGetProperty("second_of_minute", out var given) ? given.GetInt32() : 0;
            using var bench = new RateLimitBench(second).With(one.Given.GetProperty("config").GetRawText());
            await bench.CountAsync(one.Given.GetProperty("previous_requests_in_window").GetInt32(), () => new FakeExchange());

            var exchange = await bench.SendAsync();

            Assert.Equal(one.Expect.GetProperty("status").GetInt32(), exchange.Response.Status);
            foreach (var header in one.Expect.TryGetProperty("headers", out var headers) ? headers.EnumerateObject() : default)
            {
                Assert.Equal(header.Value.GetString(), exchange.ResponseHeader(header.Name));
            }

            foreach (var absent in one.Expect.TryGetProperty("headers_absent", out var names) ? names.EnumerateArray() : default)
            {
                Assert.Null(exchange.ResponseHeader(absent.GetString()!));
            }
        }
    }

    // Three requests of A use its limit up; B is somebody else by that measure, or is not.
    [Theory]
    [InlineData("consumer", "", true)]
    [InlineData("credential", "", true)]
    [InlineData("ip", "", true)]
    [InlineData("consumer-group", "", true)]
    [InlineData("header", ",\"header_name\":\"x-client\"", true)]
    [InlineData("claim", ",\"claim\":[\"sub\"]", true)]
    [InlineData("expression", ",\"expression\":\"request.headers['x-client'] + '/' + request.method\"", true)]
    [InlineData("expression", ",\"expression\":\"client.ip\"", true)]
    [InlineData("route", "", true)]
    [InlineData("service", "", false)]
    [InlineData("path", ",\"path\":\"/orders\"", false)]
    [InlineData("global", "", false)]
    public async Task Limit_by_tells_apart(string by, string more, bool isApart)
    {
        using var bench = new RateLimitBench().With($$"""{"minute":3,"limit_by":"{{by}}"{{more}}}""");

        Assert.Equal(3, await bench.CountAsync(5, () => Client("a")));
        Assert.Equal(isApart ? 3 : 0, await bench.CountAsync(5, () => Client("b")));
    }

    [Theory]
    [InlineData("consumer", "")]
    [InlineData("credential", "")]
    [InlineData("consumer-group", "")]
    [InlineData("service", "")]
    [InlineData("header", ",\"header_name\":\"x-client\"")]
    [InlineData("claim", ",\"claim\":[\"sub\"]")]
    [InlineData("path", ",\"path\":\"/somewhere\"")]
    [InlineData("expression", ",\"expression\":\"claims.sub\"")]
    public async Task Limit_by_what_a_request_does_not_have_counts_by_address(string by, string more)
    {
        using var bench = new RateLimitBench().With($$"""{"minute":3,"limit_by":"{{by}}"{{more}}}""");

        Assert.Equal(3, await bench.CountAsync(5, () => At("10.0.0.1")));
        Assert.Equal(3, await bench.CountAsync(5, () => At("10.0.0.2")));
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.2", "", true)]
    [InlineData("10.0.0.1", "10.0.0.2", ",\"ipv4_prefix\":24", false)]
    [InlineData("10.0.0.1", "10.0.1.1", ",\"ipv4_prefix\":24", true)]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1", "", false)]
    [InlineData("2001:db8::1", "2001:db8::ffff:0:0:9", "", false)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", "", true)]
    [InlineData("2001:db8::1", "2001:db8::2", ",\"ipv6_prefix\":128", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", ",\"ipv6_prefix\":56", false)]
    [InlineData("10.0.0.1", "a00:1::", "", true)]
    public async Task Limit_by_ip_cuts_addresses_to_their_prefix(string a, string b, string more, bool isApart)
    {
        using var bench = new RateLimitBench().With($$"""{"minute":3,"limit_by":"ip"{{more}}}""");

        Assert.Equal(3, await bench.CountAsync(5, () => At(a)));
        Assert.Equal(isApart ? 3 : 0, await bench.CountAsync(5, () => At(b)));
    }

    [Fact]
    public async Task Header_that_reads_as_an_address_does_not_use_up_that_address()
    {
        using var bench = new RateLimitBench().With("""{"minute":3,"limit_by":"header","header_name":"x-client"}""");

        await bench.CountAsync(5, () => At("10.9.9.9").With("x-client", "\n\0\0\u0001"));
        await bench.CountAsync(5, () => At("10.9.9.9").With("x-client", "10.0.0.1"));

        Assert.Equal(3, await bench.CountAsync(5, () => At("10.0.0.1")));
    }

    [Fact]
    public async Task Per_client_and_global_limits_hold_together_and_a_refused_request_is_not_counted()
    {
        using var bench = new RateLimitBench().With(
            """{"limits":[{"name":"client","limit":3,"limit_by":"ip"},{"name":"all","limit":5,"limit_by":"global"}]}""");

        Assert.Equal(3, await bench.CountAsync(100, () => At("10.0.0.1")));
        Assert.Equal(2, await bench.CountAsync(100, () => At("10.0.0.2")));
        Assert.Equal(0, await bench.CountAsync(100, () => At("10.0.0.3")));
    }

    [Fact]
    public async Task Tiers_are_for_members_of_their_group()
    {
        using var bench = new RateLimitBench().With(
            """{"minute":2,"limit_by":"consumer","tiers":{"gold":{"minute":7},"silver":{"limits":[{"name":"x","limit":4}]}}}""");

        Assert.Equal(2, await bench.CountAsync(20, () => Client("a")));
        Assert.Equal(7, await bench.CountAsync(20, () => Client("b").In(Group("gold"), Group("silver"))));
        Assert.Equal(4, await bench.CountAsync(20, () => Client("c").In(Group("other"), Group("silver"))));
        Assert.Equal("7", (await bench.SendAsync(Client("d").In(Group("gold")))).ResponseHeader("X-RateLimit-Limit-Minute"));
    }

    // Members of a tier were held by none of the instance's limits: the limit for everybody was one for everybody else.
    [Fact]
    public async Task Limit_for_all_holds_for_members_of_tiers_too()
    {
        using var bench = new RateLimitBench().With(
            """
            {"minute":2,"limit_by":"consumer","limits":[{"name":"all","limit":5,"limit_by":"global"},{"name":"burst","limit":1,"limit_by":"header","header_name":"x"}],
             "tiers":{"gold":{"minute":100,"limits":[{"name":"Burst","limit":90}]}}}
            """);

        Assert.Equal(1, await bench.CountAsync(20, () => Client("a")));
        var first = await bench.SendAsync(Client("b").In(Group("gold")));
        Assert.Equal(
            ("100", "5", "3", "90"),
            (first.ResponseHeader("X-RateLimit-Limit-Minute"), first.ResponseHeader("X-RateLimit-Limit-All"), first.ResponseHeader("X-RateLimit-Remaining-All"), first.ResponseHeader("X-RateLimit-Limit-Burst")));
        Assert.Equal(3, await bench.CountAsync(20, () => Client("b").In(Group("gold"))));
        Assert.Equal(0, await bench.CountAsync(20, () => Client("c")));
    }

    [Fact]
    public async Task Concurrency_is_given_back_when_the_request_is_over_once()
    {
        using var bench = new RateLimitBench().With("""{"limits":[{"name":"open","limit":2,"algorithm":"concurrency"}]}""");
        var first = await bench.BeginAsync(new FakeExchange());
        var second = await bench.BeginAsync(new FakeExchange());
        var third = await bench.SendAsync();

        Assert.Equal((0, 0, 429), (first.Answer.Status, second.Answer.Status, third.Answer.Status));
        Assert.Equal("1", third.ResponseHeader("Retry-After"));
        bench.End(first);
        bench.End(first);
        Assert.Equal(0, (await bench.BeginAsync(new FakeExchange())).Answer.Status);
        Assert.Equal(429, (await bench.SendAsync()).Answer.Status);
    }

    [Fact]
    public async Task Dry_run_counts_what_it_would_have_refused()
    {
        using var bench = new RateLimitBench().With("""{"minute":2,"dry_run":true}""");

        Assert.Equal(10, await bench.CountAsync(10, () => new FakeExchange().On(FakeExchange.NewRoute(), FakeExchange.NewService())));

        Assert.Contains(
            """rate_limit_dry_run_total{plugin="44444444-4444-4444-8444-444444444444",service="orders-service",route="orders",limit="minute"} 8""",
            Scrape(bench), StringComparison.Ordinal);
        Assert.DoesNotContain("rate_limit_exceeded_total{", Scrape(bench), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_are_counted_by_route_and_limit()
    {
        using var bench = new RateLimitBench().With("""{"minute":2}""");
        await bench.CountAsync(5, () => new FakeExchange().On(FakeExchange.NewRoute("a")));
        await bench.CountAsync(1, () => new FakeExchange().On(FakeExchange.NewRoute("b")));

        string text = Scrape(bench);
        Assert.Contains("route=\"a\",limit=\"minute\"} 3", text, StringComparison.Ordinal);
        Assert.Contains("route=\"b\",limit=\"minute\"} 1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counters_survive_a_new_instance_with_another_limit()
    {
        using var bench = new RateLimitBench().With("""{"minute":5}""");
        await bench.CountAsync(4, () => new FakeExchange());

        bench.With("""{"minute":10}""");

        Assert.Equal("5", (await bench.SendAsync()).ResponseHeader("X-RateLimit-Remaining-Minute"));
    }

    private static string Scrape(RateLimitBench bench)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        bench.Plugins.Services.Metrics.WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static FakeExchange At(string address) => new() { ClientAddress = IPAddress.Parse(address) };

    private static ConsumerGroupConfig Group(string name) => new() { Id = "group-" + name, Name = name };

    /// <summary>A client that differs from others in everything but path and service.</summary>
    private static FakeExchange Client(string name)
    {
        var exchange = new FakeExchange("GET", "/orders") { ClientAddress = IPAddress.Parse($"10.0.0.{(int)name[0]}") };
        exchange.On(new RouteConfig { Id = "route-" + name }, FakeExchange.NewService());
        exchange.Authenticate(new ConsumerConfig { Id = "consumer-" + name, Username = name }, new Key("key-" + name));
        exchange.In(Group("of-" + name)).With("x-client", name);
        exchange.Claims = new JsonClaims("jwt", Encoding.UTF8.GetBytes($$"""{"sub":"{{name}}"}"""));
        return exchange;
    }
}
