using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class OpaPluginTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly PluginBench _bench;

    public OpaPluginTests() => _bench = new PluginBench(time: _clock);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("true", 0, null, null)]
    [InlineData("false", 403, null, null)]
    [InlineData("""{"allow":true}""", 0, null, null)]
    [InlineData("""{"allow":true,"status":201,"headers":{"X-User":"u","X-N":7}}""", 0, null, "u")]
    [InlineData("""{"allow":false}""", 403, null, null)]
    [InlineData("""{"allow":false,"status":404,"message":"gone","headers":{"X-User":"u"}}""", 404, "gone", "u")]
    [InlineData("""{"allow":false,"message":{"why":"so"}}""", 403, """{"why":"so"}""", null)]
    public async Task Access_decision_is_followed(string result, int status, string? message, string? header)
    {
        await using var opa = new OpaServer(_ => result);
        var exchange = new FakeExchange().With("X-User", "forged");
        await Build(opa.Port).AccessAsync(exchange);

        Assert.Equal((status, message), (exchange.Answer.Status, exchange.Answer.Message ?? Text(exchange.Answer.Body)));
        Assert.Equal(header ?? (status == 0 ? "forged" : null), status == 0 ? exchange.RequestHeader("X-User") : exchange.ResponseHeader("X-User"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("\"true\"")]
    [InlineData("1")]
    [InlineData("[true]")]
    [InlineData("{}")]
    [InlineData("""{"allow":"true"}""")]
    [InlineData("""{"allow":1}""")]
    [InlineData("""{"allow":false,"allow":true}""")]
    [InlineData("""{"allow":true,"headers":{"Transfer-Encoding":"chunked"}}""")]
    [InlineData("""{"allow":true,"headers":{"Host":"evil"}}""")]
    [InlineData("""{"allow":true,"headers":{"X-A":"b\r\nX-C: d"}}""")]
    [InlineData("""{"allow":true,"headers":{"X A":"b"}}""")]
    [InlineData("""{"allow":true,"headers":{"X-A":{}}}""")]
    [InlineData("""{"allow":true,"headers":["X-A"]}""")]
    [InlineData("""{"allow":false,"status":99}""")]
    [InlineData("""{"allow":false,"status":"404"}""")]
    [InlineData("tru")]
    [InlineData("""{"allow":false,"message":"\ud800"}""")]
    [InlineData("""{"allow":true,"headers":{"X-A":"\udc00"}}""")]
    [InlineData("""{"allow":true,"headers":{"\ud800":"b"}}""")]
    public async Task Access_answer_that_is_no_decision_refuses(string? result)
    {
        await using var opa = new OpaServer(_ => result);
        var exchange = new FakeExchange();
        await Build(opa.Port).AccessAsync(exchange);

        Assert.Equal((500, "An unexpected error occurred", RejectionReason.PluginFailed), (exchange.Answer.Status, exchange.Answer.Message, exchange.Rejection));
        Assert.Equal(1, MetricText.Of(_bench.Services.Metrics, "gatehouse_authorization_denials_total{plugin=\"opa\",reason=\"no_decision\"}"));
    }

    [Theory]
    [InlineData("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 15\r\n\r\n{\"result\":true}")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 15\r\n\r\n{\"result\":true}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"result\":true}")]
    [InlineData("garbage\r\n\r\n")]
    public async Task Access_server_that_fails_refuses_and_is_logged_once(string response)
    {
        await using var origin = ScriptedOrigin.Start(async c =>
        {
            await c.Reader.TryReadRequestAsync(c.Stopped);
            await c.SendAsync(response);
        });
        var plugin = Build(origin.Port);
        for (int i = 0; i < 3; i++)
        {
            var exchange = new FakeExchange();
            await plugin.AccessAsync(exchange);
            Assert.Equal(500, exchange.Answer.Status);
        }

        Assert.StartsWith($"Error: opa: no decision from 127.0.0.1:{origin.Port}, requests are refused: ", Assert.Single(_bench.Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Access_server_that_is_not_there_refuses()
    {
        int port = TestKit.Processes.FreePort.Next();
        var exchange = new FakeExchange();
        await Build(port).AccessAsync(exchange);
        Assert.Equal(500, exchange.Answer.Status);
    }

    [Fact]
    public async Task Access_server_that_is_silent_refuses_in_time()
    {
        await using var origin = ScriptedOrigin.Start(c => c.Reader.TryReadRequestAsync(c.Stopped).ContinueWith(_ => Task.Delay(Timeout.Infinite, c.Stopped), TaskScheduler.Default).Unwrap());
        var exchange = new FakeExchange();
        await Build(origin.Port, ""","timeout":50""").AccessAsync(exchange);
        Assert.Equal(500, exchange.Answer.Status);
    }

    [Fact]
    public async Task Access_input_is_kongs()
    {
        await using var opa = new OpaServer(_ => "true");
        var exchange = new FakeExchange("POST", "/orders/7?a=1&b=x+y&b=%C3%BC&c&a%20b=", isTls: true)
            .With("X-One", "1").With("x-two", "2").With("X-TWO", "zwei")
            .On(FakeExchange.NewRoute(), FakeExchange.NewService(), FakeExchange.NewConsumer("bob"));
        exchange.IsHttps = true;
        exchange.Claims = new JsonClaims("jwt", """{"sub":"bob"}"""u8.ToArray());
        await Build(opa.Port, """
            ,"include_service_in_opa_input":true,"include_route_in_opa_input":true,"include_consumer_in_opa_input":true,"include_claims_in_opa_input":true,
            "authorization":"Bearer canary"
            """).AccessAsync(exchange);

        Assert.Equal("Bearer canary", opa.Requests[0].Header("Authorization"));
        var input = Assert.Single(opa.Inputs);
        var http = input["request"]!["http"]!;
        Assert.Equal(
            """{"method":"POST","scheme":"https","host":"api.test","port":8443,"path":"/orders/7","headers":{"x-one":"1","x-two":["2","zwei"]},"querystring":{"a":"1","b":["x y","\u00FC"],"c":true,"a b":""},"tls":{"version":"TLSv1.3","cipher":"TLS_AES_128_GCM_SHA256","sni":""}}""",
            http.ToJsonString());
        Assert.Equal("10.1.2.3", (string?)input["client_ip"]);
        Assert.Equal(("orders", "orders-service", "bob", "bob"), ((string?)input["route"]!["name"], (string?)input["service"]!["name"], (string?)input["consumer"]!["username"], (string?)input["claims"]!["sub"]));
    }

    [Fact]
    public async Task Access_input_has_only_what_is_asked_for()
    {
        await using var opa = new OpaServer(_ => "true");
        var exchange = new FakeExchange().On(FakeExchange.NewRoute(), FakeExchange.NewService(), FakeExchange.NewConsumer("bob"));
        exchange.Claims = new JsonClaims("jwt", """{"sub":"bob"}"""u8.ToArray());
        await Build(opa.Port).AccessAsync(exchange);
        Assert.Equal(["request", "client_ip"], Assert.Single(opa.Inputs).Select(m => m.Key));
    }

    [Theory]
    [InlineData("""{"a":[1,2]}""", 0)]
    [InlineData("""{"a":1,"a":2}""", 400)]
    [InlineData("""{"a":""", 400)]
    [InlineData("a=b", 400)]
    [InlineData("""{"\ud800":1,"\ud800":2}""", 400)]
    public async Task Access_parsed_body_is_read_strictly(string body, int status)
    {
        await using var opa = new OpaServer(_ => "true");
        var exchange = Posting(body);
        await Build(opa.Port, ""","include_parsed_json_body_in_opa_input":true""").AccessAsync(exchange);

        Assert.Equal(status, exchange.Answer.Status);
        if (status == 0)
        {
            Assert.Equal(body, opa.Inputs[0]["request"]!["http"]!["parsed_body"]!.ToJsonString());
        }
    }

    [Fact]
    public async Task Access_body_is_text_and_one_that_is_too_large_is_refused()
    {
        await using var opa = new OpaServer(_ => "true");
        var plugin = Build(opa.Port, ""","include_body_in_opa_input":true""");
        await plugin.AccessAsync(Posting("h\u00e9llo"));
        Assert.Equal(("h\u00e9llo", 6), ((string?)opa.Inputs[0]["request"]!["http"]!["body"], (int?)opa.Inputs[0]["request"]!["http"]!["body_size"]));

        var large = Posting(new string('x', (256 * 1024) + 1));
        await plugin.AccessAsync(large);
        Assert.Equal(413, large.Answer.Status);
        Assert.Single(opa.Inputs);
    }

    [Fact]
    public async Task Access_too_many_parameters_are_refused()
    {
        await using var opa = new OpaServer(_ => "true");
        var exchange = new FakeExchange("GET", "/?" + string.Join('&', Enumerable.Range(0, 257)));
        await Build(opa.Port).AccessAsync(exchange);
        Assert.Equal((400, 0), (exchange.Answer.Status, opa.Inputs.Count));
    }

    [Fact]
    public async Task Cache_same_input_is_asked_once_until_it_is_old()
    {
        await using var opa = new OpaServer(i => (string?)i["request"]!["http"]!["path"] == "/a" ? "true" : """{"allow":false,"status":404}""");
        var plugin = Build(opa.Port, ""","cache_ttl":60""");

        Assert.Equal(0, await StatusAsync(plugin, "/a", "traceparent", "1"));
        Assert.Equal(0, await StatusAsync(plugin, "/a", "Traceparent", "2"));
        Assert.Single(opa.Inputs);
        Assert.Equal(404, await StatusAsync(plugin, "/b", "traceparent", "1"));
        Assert.Equal(404, await StatusAsync(plugin, "/b", "traceparent", "1"));
        Assert.Equal(2, opa.Inputs.Count);
        Assert.Equal(0, await StatusAsync(plugin, "/a", "x-tenant", "1"));
        Assert.Equal(0, await StatusAsync(plugin, "/a", "x-tenant", "2"));
        Assert.Equal(4, opa.Inputs.Count);

        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(0, await StatusAsync(plugin, "/a", "traceparent", "1"));
        Assert.Equal(5, opa.Inputs.Count);
    }

    [Fact]
    public async Task Cache_is_off_by_default()
    {
        await using var opa = new OpaServer(_ => "true");
        var plugin = Build(opa.Port);
        await plugin.AccessAsync(new FakeExchange());
        await plugin.AccessAsync(new FakeExchange());
        Assert.Equal(2, opa.Inputs.Count);
    }

    [Fact]
    public async Task Cache_failures_are_not_kept()
    {
        int asked = 0;
        await using var opa = new OpaServer(_ => Interlocked.Increment(ref asked) == 1 ? null : "true");
        var plugin = Build(opa.Port, ""","cache_ttl":60""");
        Assert.Equal(500, await StatusAsync(plugin, "/a", "x", "1"));
        Assert.Equal(0, await StatusAsync(plugin, "/a", "x", "1"));
    }

    [Fact]
    public async Task Cache_consumers_do_not_share_where_the_input_has_them()
    {
        await using var opa = new OpaServer(i => (string?)i["consumer"]?["username"] == "bob" ? "true" : "false");
        var plugin = Build(opa.Port, ""","cache_ttl":60,"include_consumer_in_opa_input":true""");
        foreach (var (name, status) in ((string, int)[])[("bob", 0), ("eve", 403), ("bob", 0)])
        {
            var exchange = new FakeExchange().On(null, null, FakeExchange.NewConsumer(name));
            await plugin.AccessAsync(exchange);
            Assert.Equal(status, exchange.Answer.Status);
        }
    }

    [Fact]
    public async Task Cache_known_decision_allocates_nothing()
    {
        await using var opa = new OpaServer(_ => "true");
        var plugin = Build(opa.Port, ""","cache_ttl":3600""");
        var exchange = new FakeExchange("GET", "/orders?a=1&b=%20").With("X-One", "1");
        await plugin.AccessAsync(exchange);
        Run(100);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(1_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run(int requests)
        {
            for (int i = 0; i < requests; i++)
            {
                Assert.True(plugin.AccessAsync(exchange).IsCompletedSuccessfully);
            }
        }
    }

    private Plugin Build(int port, string more = "")
        => _bench.Build("opa", $$"""{"opa_host":"127.0.0.1","opa_port":{{port}},"opa_path":"/v1/data/gateway/allow"{{more}}}""");

    private static async Task<int> StatusAsync(Plugin plugin, string target, string header, string value)
    {
        var exchange = new FakeExchange("GET", target).With(header, value);
        await plugin.AccessAsync(exchange);
        return exchange.Answer.Status;
    }

    private static FakeExchange Posting(string body)
    {
        var exchange = new FakeExchange("POST", "/");
        exchange.Client.AddBody([.. Encoding.UTF8.GetBytes(body).Chunk(512)]);
        exchange.Request.HasBody = true;
        exchange.Request.ContentLength = Encoding.UTF8.GetByteCount(body);
        return exchange;
    }

    private static string? Text(ReadOnlyMemory<byte> body) => body.IsEmpty ? null : Encoding.UTF8.GetString(body.Span);
}
