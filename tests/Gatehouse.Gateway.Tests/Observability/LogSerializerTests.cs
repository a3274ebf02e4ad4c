using System.Net;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Observability;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Observability;

public sealed class LogSerializerTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Format_proxied_request_has_Kongs_fields()
    {
        var exchange = Proxied();

        Assert.Equal(
            """
            {"request":{"id":"0123456789abcdef0123456789abcdef","method":"POST","uri":"/orders?a=1&b&a=2%20x","url":"http://api.test:8000/orders?a=1&b&a=2%20x","querystring":{"a":["1","2 x"],"b":true},"headers":{"accept":["a/b","c/d"],"authorization":"REDACTED","cookie":"REDACTED","traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"},"size":321},"response":{"status":201,"headers":{"x-up":"1","set-cookie":"REDACTED"},"size":654},"latencies":{"kong":2,"proxy":30,"request":45,"receive":9},"latencies_us":{"access":2000,"connect":10000,"send":1000,"wait":19000,"receive":9000,"total":45500},"tries":[{"ip":"10.0.0.1","port":80,"balancer_start":1700000005001,"balancer_latency":1,"balancer_latency_ns":1500000,"state":"failed","code":502},{"ip":"2001:db8::1","port":8080,"balancer_start":1700000005002,"balancer_latency":0,"balancer_latency_ns":0}],"upstream_uri":"/up/orders?a=1","upstream_status":"201","route":{"id":"11111111-1111-4111-8111-111111111111","name":"orders","protocols":["http","https"],"hosts":["api.test"],"paths":["/orders"],"https_redirect_status_code":426,"regex_priority":0,"strip_path":true,"path_handling":"v0","preserve_host":false,"request_buffering":true,"response_buffering":true,"service":{"id":"22222222-2222-4222-8222-222222222222"},"tags":["a\u0022b"],"created_at":0,"updated_at":0,"ws_id":"0dc6f45b-8f8d-40d2-a504-473544ee190b"},"service":{"id":"22222222-2222-4222-8222-222222222222","name":"orders-service","protocol":"http","host":"orders.internal","port":80,"retries":5,"connect_timeout":60000,"write_timeout":60000,"read_timeout":60000,"enabled":true,"created_at":0,"updated_at":0,"ws_id":"0dc6f45b-8f8d-40d2-a504-473544ee190b"},"consumer":{"id":"33333333-3333-4333-8333-333333333333","username":"alice","created_at":0,"updated_at":0,"ws_id":"0dc6f45b-8f8d-40d2-a504-473544ee190b"},"client_ip":"10.1.2.3","started_at":1700000005000,"workspace":"0dc6f45b-8f8d-40d2-a504-473544ee190b","workspace_name":"default","source":"upstream","request_id":"0123456789abcdef0123456789abcdef","trace_id":"0af7651916cd43dd8448eb211c80319c"}
            """,
            Format(exchange, LogContent.Full));
    }

    [Fact]
    public void Format_compact_leaves_header_fields_out()
    {
        using var json = JsonDocument.Parse(Format(Proxied(), LogContent.Compact));
        Assert.False(json.RootElement.GetProperty("request").TryGetProperty("headers", out _));
        Assert.False(json.RootElement.GetProperty("response").TryGetProperty("headers", out _));
        Assert.Equal(321, json.RootElement.GetProperty("request").GetProperty("size").GetInt32());
        Assert.Equal(
            """{"id":"11111111-1111-4111-8111-111111111111","name":"orders"}""", json.RootElement.GetProperty("route").GetRawText());
        Assert.Equal("orders.internal", json.RootElement.GetProperty("service").GetProperty("host").GetString());
    }

    [Fact]
    public void Format_rejected_request_says_why()
    {
        var exchange = new FakeExchange("GET", "/nowhere", isTls: true) { Rejection = RejectionReason.RouteNotFound };
        exchange.Request.SetAuthority("[2001:db8::5]:9443"u8);
        exchange.Timings.Started = ManualTime.At(0);
        exchange.Timings.Completed = ManualTime.At(3);
        exchange.Respond(404, "no Route matched with those values");
        exchange.Response.Status = 404;

        using var json = JsonDocument.Parse(Format(exchange, LogContent.Full));
        var root = json.RootElement;

        Assert.Equal("route_not_found", root.GetProperty("rejection").GetString());
        Assert.Equal("kong", root.GetProperty("source").GetString());
        Assert.Equal(-1, root.GetProperty("latencies").GetProperty("proxy").GetInt32());
        Assert.Equal(3, root.GetProperty("latencies").GetProperty("kong").GetInt32());
        Assert.Equal("", root.GetProperty("upstream_status").GetString());
        Assert.Equal(0, root.GetProperty("tries").GetArrayLength());
        Assert.Equal("https://[2001:db8::5]:9443/nowhere", root.GetProperty("request").GetProperty("url").GetString());
        Assert.Equal("TLSv1.3", root.GetProperty("request").GetProperty("tls").GetProperty("version").GetString());
        Assert.False(root.TryGetProperty("route", out _));
        Assert.False(root.TryGetProperty("trace_id", out _));
    }

    [Fact]
    public void Format_broken_bytes_everywhere_gives_one_valid_line()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i).Where(b => b is not ((byte)'?' or (byte)'&'))];
        var exchange = new FakeExchange();
        exchange.SetTarget([(byte)'/', .. all, (byte)'?', .. all, (byte)'=', .. all]);
        exchange.Request.SetAuthority(all);
        exchange.Request.Headers.Add("x-odd"u8, all);
        exchange.Response.Headers.Add("x-odd"u8, "a\",\"forged\":\"b\r\n{\"forged\":1}"u8);
        exchange.Upstream = all;

        string line = Format(exchange, LogContent.Full);

        Assert.DoesNotContain(line, c => c < ' ' || (c >= '\x7f' && c <= '\x9f') || c is '\u2028' or '\u2029');
        using var json = JsonDocument.Parse(line);
        Assert.False(json.RootElement.TryGetProperty("forged", out _));
        Assert.Equal(
            "a\",\"forged\":\"b\r\n{\"forged\":1}",
            json.RootElement.GetProperty("response").GetProperty("headers").GetProperty("x-odd").GetString());
    }

    [Fact]
    public void Format_any_text_survives_the_round_trip()
        => Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            string clean = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
            var exchange = new FakeExchange().With("x-text", clean);
            using var json = JsonDocument.Parse(Format(exchange, LogContent.Full));
            return json.RootElement.GetProperty("request").GetProperty("headers").GetProperty("x-text").GetString() == clean;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Format_any_bytes_give_valid_json_on_one_line()
        => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            var exchange = new FakeExchange();
            exchange.SetTarget([(byte)'/', .. bytes ?? []]);
            string line = Format(exchange, LogContent.Full);
            using var json = JsonDocument.Parse(line);
            return !line.Contains('\n', StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("", "{}")]
    [InlineData("a", """{"a":true}""")]
    [InlineData("a=", """{"a":""}""")]
    [InlineData("a=1&&b=2", """{"a":"1","b":"2"}""")]
    [InlineData("a=1&a&a=%41+b", """{"a":["1",true,"A b"]}""")]
    [InlineData("a%3Db=1%zz", """{"a=b":"1%zz"}""")]
    [InlineData("=x", "{}")]
    public void Format_query_becomes_an_object(string query, string expected)
    {
        using var json = JsonDocument.Parse(Format(new FakeExchange("GET", "/?" + query), LogContent.Compact));
        Assert.Equal(expected, json.RootElement.GetProperty("request").GetProperty("querystring").GetRawText());
    }

    [Theory]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", true)]
    [InlineData("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", true)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", false)]
    [InlineData("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", false)]
    [InlineData("00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", false)]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01", false)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", false)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331", false)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g", false)]
    [InlineData("\",\"x\":\"", false)]
    public void Format_trace_id_only_from_a_valid_traceparent(string value, bool isValid)
    {
        using var json = JsonDocument.Parse(Format(new FakeExchange().With("traceparent", value), LogContent.Compact));
        Assert.Equal(isValid, json.RootElement.TryGetProperty("trace_id", out _));
    }

    [Theory]
    [InlineData("/a?x=1&apikey=canary&y", "/a?x=1&apikey=REDACTED&y")]
    [InlineData("/a?API_KEY=canary", "/a?API_KEY=REDACTED")]
    [InlineData("/a?access%5ftoken=canary", "/a?access%5ftoken=REDACTED")]
    [InlineData("/a?my-key=canary&my-key=canary", "/a?my-key=REDACTED&my-key=REDACTED")]
    [InlineData("/a?apikey", "/a?apikey")]
    [InlineData("/a?", "/a?")]
    [InlineData("/a?keys=1&x", "/a?keys=1&x")]
    public void Format_secret_parameters_are_redacted_everywhere(string target, string shown)
    {
        var exchange = new FakeExchange("GET", target) { Upstream = System.Text.Encoding.ASCII.GetBytes(target) };
        exchange.SecretNames.Add(new Core.Http.SecretNames(["my-key"], ["my-key"]));
        exchange.With("My-Key", "canary");

        string line = Format(exchange, LogContent.Full);

        using var json = JsonDocument.Parse(line);
        Assert.DoesNotContain("canary", line, StringComparison.Ordinal);
        Assert.Equal(shown, json.RootElement.GetProperty("request").GetProperty("uri").GetString());
        Assert.Equal(shown, json.RootElement.GetProperty("upstream_uri").GetString());
        Assert.EndsWith(shown, json.RootElement.GetProperty("request").GetProperty("url").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("Proxy-Authorization")]
    [InlineData("COOKIE")]
    [InlineData("apikey")]
    [InlineData("X-API-Key")]
    public void Format_secret_fields_are_redacted(string name)
    {
        string line = Format(new FakeExchange().With(name, "hunter2").With(name, "hunter3"), LogContent.Full);
        Assert.DoesNotContain("hunter", line, StringComparison.Ordinal);
        Assert.Contains("REDACTED", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Format_allocates_nothing()
    {
        var exchange = Proxied();
        var serializer = new LogSerializer(_time);
        for (int i = 0; i < 10; i++)
        {
            serializer.Format(exchange, LogContent.Full);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            serializer.Format(exchange, LogContent.Full);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static FakeExchange Proxied()
    {
        var exchange = new FakeExchange("POST", "/orders?a=1&b&a=2%20x")
            .With("Accept", "a/b")
            .With("Authorization", "Bearer x")
            .With("accept", "c/d")
            .With("Cookie", "s=1")
            .With("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .On(FakeExchange.NewRoute(), FakeExchange.NewService(), FakeExchange.NewConsumer("alice"));
        exchange.Client.Received = 321;
        exchange.Client.Sent = 654;
        exchange.Upstream = "/up/orders?a=1"u8.ToArray();
        exchange.Response.Status = 201;
        exchange.Response.Headers.Add("X-Up"u8, "1"u8);
        exchange.Response.Headers.Add("Set-Cookie"u8, "s=2"u8);
        exchange.UpstreamStatus = 201;
        exchange.Tries.Add(new UpstreamTry
        {
            Address = IPAddress.Parse("10.0.0.1"),
            Port = 80,
            BalancerStart = ManualTime.At(1),
            BalancerMicroseconds = 1500,
            State = "failed",
            Code = 502,
        });
        exchange.Tries.Add(new UpstreamTry
        {
            Address = IPAddress.Parse("2001:db8::1"),
            Port = 8080,
            BalancerStart = ManualTime.At(2),
        });
        exchange.Timings = new ExchangeTimings
        {
            Started = ManualTime.At(0),
            AccessDone = ManualTime.At(2),
            TryStarted = ManualTime.At(2),
            UpstreamConnected = ManualTime.At(12),
            UpstreamSent = ManualTime.At(13),
            UpstreamHead = ManualTime.At(32),
            UpstreamDone = ManualTime.At(41),
            Completed = ManualTime.At(45.5),
        };
        return exchange;
    }

    private string Format(FakeExchange exchange, LogContent content)
        => Encoding.UTF8.GetString(new LogSerializer(_time).Format(exchange, content));
}
