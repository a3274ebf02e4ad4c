using System.Text;
using System.Text.Json;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class RequestTerminationPluginTests : IDisposable
{
    private readonly PluginBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("{}", 503, """{"message":"Service unavailable"}""", "application/json; charset=utf-8")]
    [InlineData("""{"status_code":401}""", 401, """{"message":"Unauthorized"}""", "application/json; charset=utf-8")]
    [InlineData("""{"status_code":404}""", 404, """{"message":"Not found"}""", "application/json; charset=utf-8")]
    [InlineData("""{"status_code":405}""", 405, """{"message":"Method not allowed"}""", "application/json; charset=utf-8")]
    [InlineData("""{"status_code":500}""", 500, """{"message":"An unexpected error occurred"}""", "application/json; charset=utf-8")]
    [InlineData("""{"status_code":502}""", 502, """{"message":"Bad Gateway"}""", "application/json; charset=utf-8")]
    [InlineData("""{"status_code":403,"message":"a \"b\""}""", 403, """{"message":"a \u0022b\u0022"}""", "application/json; charset=utf-8")]
    [InlineData("""{"status_code":200}""", 200, "", null)]
    [InlineData("""{"status_code":410,"body":"<p>","content_type":"text/html"}""", 410, "<p>", "text/html")]
    [InlineData("""{"status_code":410,"body":"gone"}""", 410, "gone", "text/plain; charset=UTF-8")]
    public async Task Access_config_decides_the_answer(string config, int status, string body, string? contentType)
    {
        var exchange = new FakeExchange();

        await _bench.Build("request-termination", config).AccessAsync(exchange);

        Assert.Equal(status, exchange.Answer.Status);
        Assert.True(exchange.Answer.IsVerbatim);
        Assert.Equal(body, Encoding.UTF8.GetString(exchange.Answer.Body.Span));
        Assert.Equal(contentType, exchange.Answer.ContentType);
    }

    [Theory]
    [InlineData("/", null, false)]
    [InlineData("/", "x-trigger", true)]
    [InlineData("/?X-Trigger", null, true)]
    [InlineData("/?a=1&X%2DTrigger=2", null, true)]
    [InlineData("/?x-trigger=1", null, false)]
    public async Task Access_trigger_decides_whether(string target, string? header, bool answers)
    {
        var exchange = new FakeExchange("GET", target);
        _ = header is null ? exchange : exchange.With(header, "");

        await _bench.Build("request-termination", """{"trigger":"X-Trigger"}""").AccessAsync(exchange);

        Assert.Equal(answers, exchange.IsAnswered);
    }

    [Fact]
    public async Task Access_grpc_request_gets_a_negotiated_answer()
    {
        var exchange = new FakeExchange("POST").With("content-type", "application/grpc");

        await _bench.Build("request-termination", "{}").AccessAsync(exchange);

        Assert.False(exchange.Answer.IsVerbatim);
        Assert.Equal("Service unavailable", exchange.Answer.Message);
    }

    [Fact]
    public async Task Access_echo_sends_the_request_back()
    {
        var exchange = new FakeExchange("POST", "/a?x=1&y&x=2")
            .With("Content-Type", "application/json")
            .With("Authorization", "Basic abc")
            .On(FakeExchange.NewRoute(), FakeExchange.NewService());
        exchange.Client.AddBody(Encoding.ASCII.GetBytes("{\"k\":"), Encoding.ASCII.GetBytes("[1]}"));

        await _bench.Build("request-termination", """{"echo":true,"status_code":404}""").AccessAsync(exchange);

        using var json = JsonDocument.Parse(exchange.Answer.Body);
        var root = json.RootElement;
        var request = root.GetProperty("request");
        Assert.Equal(404, exchange.Answer.Status);
        Assert.Equal("Not found", root.GetProperty("message").GetString());
        Assert.Equal("POST", request.GetProperty("method").GetString());
        Assert.Equal("/a", request.GetProperty("path").GetString());
        Assert.Equal("http", request.GetProperty("scheme").GetString());
        Assert.Equal("api.test", request.GetProperty("host").GetString());
        Assert.Equal(8000, request.GetProperty("port").GetInt32());
        Assert.Equal("Basic abc", request.GetProperty("headers").GetProperty("authorization").GetString());
        Assert.Equal(["1", "2"], request.GetProperty("query").GetProperty("x").EnumerateArray().Select(v => v.GetString()));
        Assert.True(request.GetProperty("query").GetProperty("y").GetBoolean());
        Assert.Equal("{\"k\":[1]}", request.GetProperty("raw_body").GetString());
        Assert.Equal(1, request.GetProperty("body").GetProperty("k")[0].GetInt32());
        Assert.Equal("orders", root.GetProperty("matched_route").GetProperty("name").GetString());
        Assert.Equal("orders-service", root.GetProperty("matched_service").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "a=1&b=%20", """{"a":"1","b":" "}""")]
    [InlineData("application/json", "{broken", null)]
    [InlineData("text/plain", "text", null)]
    public async Task Access_echo_body_is_parsed_where_it_can_be(string type, string body, string? parsed)
    {
        var exchange = new FakeExchange("POST").With("Content-Type", type);
        exchange.Client.AddBody(Encoding.ASCII.GetBytes(body));

        await _bench.Build("request-termination", """{"echo":true}""").AccessAsync(exchange);

        using var json = JsonDocument.Parse(exchange.Answer.Body);
        var request = json.RootElement.GetProperty("request");
        Assert.Equal(body, request.GetProperty("raw_body").GetString());
        Assert.Equal(parsed, request.TryGetProperty("body", out var found) ? found.GetRawText() : null);
    }

    [Theory]
    [InlineData(65_536, true)]
    [InlineData(65_537, false)]
    public async Task Access_echo_body_is_bounded(int size, bool isEchoed)
    {
        var exchange = new FakeExchange("POST");
        exchange.Client.AddBody(new byte[size]);

        await _bench.Build("request-termination", """{"echo":true}""").AccessAsync(exchange);

        using var json = JsonDocument.Parse(exchange.Answer.Body);
        Assert.Equal(isEchoed, json.RootElement.GetProperty("request").TryGetProperty("raw_body", out _));
    }

    [Theory]
    [InlineData("""{"message":"a","body":"b"}""", "message cannot be used with content_type or body")]
    [InlineData("""{"message":"a","content_type":"b"}""", "message cannot be used with content_type or body")]
    [InlineData("""{"content_type":"b"}""", "content_type requires a body")]
    [InlineData("""{"echo":true,"body":"b"}""", "echo cannot be used with content_type and body")]
    public void Schema_contradicting_fields_are_refused(string config, string message)
        => Assert.Equal([$"@entity: {message}"], _bench.Check("request-termination", config));

    [Theory]
    [InlineData("""{"status_code":150}""", "status_code: an interim status cannot end a request")]
    [InlineData("""{"body":"x","content_type":"a\r\nSet-Cookie: b"}""", "content_type: control characters cannot stand in a header field")]
    public void Schema_what_cannot_be_sent_is_refused(string config, string message)
        => Assert.Equal([message], _bench.Check("request-termination", config));
}
