using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class CorsPluginTests : IDisposable
{
    private const string AllowOrigin = "Access-Control-Allow-Origin";
    private readonly PluginBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Preflight_default_config_answers_200_for_everything()
    {
        var exchange = Preflight("https://a.test").With("access-control-request-headers", "x-a, x-b");

        await RunAsync(exchange, "{}");

        Assert.Equal(200, exchange.Answer.Status);
        Assert.True(exchange.Answer.IsVerbatim);
        Assert.Equal(0, exchange.Answer.Body.Length);
        Assert.Equal("*", exchange.ResponseHeader(AllowOrigin));
        Assert.Equal("GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS,TRACE,CONNECT", exchange.ResponseHeader("Access-Control-Allow-Methods"));
        Assert.Equal("x-a, x-b", exchange.ResponseHeader("Access-Control-Allow-Headers"));
        Assert.Null(exchange.ResponseHeader("Vary"));
        Assert.Null(exchange.ResponseHeader("Access-Control-Max-Age"));
    }

    [Fact]
    public async Task Preflight_full_config_sends_every_field_once()
    {
        var exchange = Preflight("https://a.test").With("access-control-request-private-network", "true");

        await RunAsync(
            exchange,
            """
            {"origins":["https://a.test","https://b.test"],"methods":["GET","POST"],"headers":["x-one","x-two"],
             "exposed_headers":["x-out"],"credentials":true,"max_age":23,"private_network":true}
            """);

        Assert.Equal("https://a.test", exchange.ResponseHeader(AllowOrigin));
        Assert.Equal("Origin", exchange.ResponseHeader("Vary"));
        Assert.Equal("true", exchange.ResponseHeader("Access-Control-Allow-Credentials"));
        Assert.Equal("GET,POST", exchange.ResponseHeader("Access-Control-Allow-Methods"));
        Assert.Equal("x-one,x-two", exchange.ResponseHeader("Access-Control-Allow-Headers"));
        Assert.Equal("23", exchange.ResponseHeader("Access-Control-Max-Age"));
        Assert.Equal("true", exchange.ResponseHeader("Access-Control-Allow-Private-Network"));

        // Kong leaves exposed headers out of preflights.
        Assert.Null(exchange.ResponseHeader("Access-Control-Expose-Headers"));
    }

    [Theory]
    [InlineData("GET", true, true)]
    [InlineData("OPTIONS", false, true)]
    [InlineData("OPTIONS", true, false)]
    public async Task Access_not_a_preflight_goes_on(string method, bool hasOrigin, bool hasMethod)
    {
        var exchange = new FakeExchange(method);
        _ = hasOrigin ? exchange.With("Origin", "https://a.test") : exchange;
        _ = hasMethod ? exchange.With("Access-Control-Request-Method", "PUT") : exchange;

        await RunAsync(exchange, "{}");

        Assert.False(exchange.IsAnswered);
        Assert.Equal("*", exchange.ResponseHeader(AllowOrigin));
    }

    [Fact]
    public async Task Preflight_continue_leaves_all_to_the_upstream()
    {
        var exchange = Preflight("https://a.test");

        await RunAsync(exchange, """{"preflight_continue":true}""");

        Assert.False(exchange.IsAnswered);
        Assert.Equal(0, exchange.Response.Headers.Count);
    }

    [Theory]
    [InlineData("""["*"]""", "https://a.test", "*", null)]
    [InlineData("[]", "https://a.test", "*", null)]
    [InlineData("""["https://a.test"]""", "https://other.test", "https://a.test", "Origin")]
    [InlineData("""["https://a.test"]""", null, "https://a.test", "Origin")]
    [InlineData("""["https://a.test","https://b.test"]""", "https://b.test", "https://b.test", "Origin")]
    [InlineData("""["https://a.test","https://b.test"]""", "https://c.test", null, "Origin")]
    [InlineData("""["https://a.test","https://b.test"]""", null, null, "Origin")]
    [InlineData("""["https://a.test","https://b.test:443"]""", "https://b.test", "https://b.test", "Origin")]
    [InlineData("""["https://a.test","http://b.test"]""", "http://b.test:80", "http://b.test", "Origin")]
    [InlineData("""["https://a.test","https://b.test"]""", "https://b.test:8443", null, "Origin")]
    [InlineData("""["https://a.test","*"]""", "https://z.test", "*", "Origin")]
    [InlineData("""["(.*)\\.a\\.test"]""", "https://x.a.test", "https://x.a.test", "Origin")]
    [InlineData("""["(.*)\\.a\\.test"]""", "https://x.a.test:8443", "https://x.a.test:8443", "Origin")]
    [InlineData("""["(.*)\\.a\\.test"]""", "https://x.a.test.evil", null, "Origin")]
    [InlineData("""["(.*)\\.a\\.test"]""", "https://xa.test", null, "Origin")]
    [InlineData("""["^https://x[0-9]\\.a\\.test$"]""", "https://x1.a.test", "https://x1.a.test", "Origin")]
    [InlineData("""["^https://x[0-9]\\.a\\.test$"]""", "http://x1.a.test", null, "Origin")]
    [InlineData("""["https?://a\\.test(:[0-9]+)?"]""", "http://a.test:81", "http://a.test:81", "Origin")]
    [InlineData("""["https://a\\.test|https://b\\.test"]""", "https://a.test.evil", null, "Origin")]
    [InlineData("""["https://a\\.test|https://b\\.test"]""", "https://b.test", "https://b.test", "Origin")]
    [InlineData("""["null","https://b.test"]""", "null", "null", "Origin")]
    public async Task Response_origin_decides_the_fields(string origins, string? origin, string? allowed, string? vary)
    {
        var exchange = new FakeExchange();
        _ = origin is null ? exchange : exchange.With("Origin", origin);
        exchange.Response.Headers.Add("access-control-allow-origin"u8, "https://of-the-upstream.test"u8);

        await RunAsync(exchange, $$"""{"origins":{{origins}}}""");

        Assert.Equal(allowed, exchange.ResponseHeader(AllowOrigin));
        Assert.Equal(vary, exchange.ResponseHeader("Vary"));
    }

    [Fact]
    public async Task Response_any_origin_with_credentials_names_the_origin()
    {
        var exchange = new FakeExchange().With("Origin", "https://a.test");

        await RunAsync(exchange, """{"credentials":true,"exposed_headers":["x-a","x-b"]}""");

        Assert.Equal("https://a.test", exchange.ResponseHeader(AllowOrigin));
        Assert.Equal("true", exchange.ResponseHeader("Access-Control-Allow-Credentials"));
        Assert.Equal("Origin", exchange.ResponseHeader("Vary"));
        Assert.Equal("x-a,x-b", exchange.ResponseHeader("Access-Control-Expose-Headers"));
    }

    [Theory]
    [InlineData("accept-encoding", 2)]
    [InlineData("accept-encoding, origin", 1)]
    [InlineData("*", 1)]
    public async Task Response_vary_of_the_upstream_is_kept(string upstream, int fields)
    {
        var exchange = new FakeExchange().With("Origin", "https://a.test");
        exchange.Response.Headers.Add("Vary"u8, System.Text.Encoding.ASCII.GetBytes(upstream));

        await RunAsync(exchange, """{"origins":["https://a.test"]}""");

        Assert.Equal(fields, exchange.Response.Headers.CountOf(Gatehouse.Core.Http.HeaderNames.Vary));
        Assert.Equal(upstream, exchange.ResponseHeader("Vary"));
    }

    [Fact]
    public async Task Response_origin_absent_and_not_allowed_sets_nothing()
    {
        var exchange = new FakeExchange();

        await RunAsync(exchange, """{"allow_origin_absent":false}""");

        Assert.Equal(0, exchange.Response.Headers.Count);
    }

    [Fact]
    public async Task Response_endless_origin_is_not_accepted()
    {
        var exchange = new FakeExchange().With("Origin", "https://" + new string('a', 5000) + ".a.test");

        await RunAsync(exchange, """{"origins":["(.*)\\.a\\.test"]}""");

        Assert.Null(exchange.ResponseHeader(AllowOrigin));
    }

    [Theory]
    [InlineData("""{"origins":["["]}""", "origins: '[' is not a valid regex: a character class is not closed (at character 1)")]
    [InlineData("""{"origins":["a)|(b"]}""", "origins: 'a)|(b' is not a valid regex: a closing parenthesis has no opening one (at character 2)")]
    [InlineData("""{"origins":["(?=x)a.*"]}""", "origins: '(?=x)a.*' is not a valid regex: look-around, atomic and conditional groups and flags other than i, m, s are not supported (at character 3)")]
    [InlineData("""{"origins":["*","https://a.test"]}""", null)]
    public void Schema_origins_must_be_expressions(string config, string? error)
        => Assert.Equal(error is null ? [] : [error], _bench.Check("cors", config));

    [Fact]
    public void Build_backtracking_expression_is_refused()
        => Assert.Throws<PluginBuildException>(() => _bench.Build("cors", """{"origins":["(?=x)a.*"]}"""));

    private static FakeExchange Preflight(string origin)
        => new FakeExchange("OPTIONS").With("Origin", origin).With("Access-Control-Request-Method", "PUT");

    private async Task RunAsync(FakeExchange exchange, string config)
    {
        var plugin = _bench.Build("cors", config);
        await plugin.AccessAsync(exchange);
        plugin.OnResponseHead(exchange);
    }
}
