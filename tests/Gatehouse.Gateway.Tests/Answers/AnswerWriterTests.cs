using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Gateway.Answers;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Answers;

public sealed class AnswerWriterTests
{
    private const string Json = "application/json; charset=utf-8";
    private const string Html = "text/html; charset=utf-8";
    private const string Plain = "text/plain; charset=utf-8";
    private const string Xml = "application/xml; charset=utf-8";

    [Theory]
    [InlineData("text/html;q=0.2, application/xml;q=0.9", Xml)]
    [InlineData("text/html", Html)]
    [InlineData("TEXT/HTML; charset=utf-8", Html)]
    [InlineData("text/plain", Plain)]
    [InlineData("text/*", Plain)]
    [InlineData("application/json", Json)]
    [InlineData("application/*", Json)]
    [InlineData("*/*", Json)]
    [InlineData("image/png", Json)]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Html)]
    [InlineData("application/xml, text/html", Xml)]
    [InlineData("text/html;q=0, text/plain;q=0.001", Plain)]
    [InlineData("text/html;q=2, text/plain;q=0.5", Plain)]
    [InlineData("text/html;q=0.5x, text/plain;q=0.1", Plain)]
    [InlineData("text/html;q=0.1;level=1, text/plain;q=0.12", Plain)]
    [InlineData("text/html ; q=1.000", Html)]
    [InlineData("", Json)]
    [InlineData(";;,,/,text/", Json)]
    public void Write_accept_decides_the_representation(string accept, string contentType)
    {
        var exchange = new FakeExchange().With("Accept", accept);
        Write(exchange, 504, null, RejectionReason.UpstreamTimeout);
        Assert.Equal(contentType, exchange.ResponseHeader("Content-Type"));
        Assert.Contains("The upstream server is timing out", Body(exchange), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_several_accept_fields_count_together()
    {
        var exchange = new FakeExchange().With("Accept", "text/html;q=0.2").With("Accept", "text/plain;q=0.3");
        Write(exchange, 404, null, RejectionReason.None);
        Assert.Equal(Plain, exchange.ResponseHeader("Content-Type"));
    }

    [Theory]
    [InlineData(RejectionReason.None, null, Json)]
    [InlineData(RejectionReason.RouteNotFound, null, Json)]
    [InlineData(RejectionReason.NameResolutionFailed, null, Json)]
    [InlineData(RejectionReason.BareLineFeed, null, Plain)]
    [InlineData(RejectionReason.UpstreamTimeout, null, Plain)]
    [InlineData(RejectionReason.UpstreamTimeout, "application/xml", Xml)]
    [InlineData(RejectionReason.RouteNotFound, "application/xml", Json)]
    public void Write_without_accept_the_reason_decides(RejectionReason reason, string? requestType, string contentType)
    {
        var exchange = new FakeExchange();
        _ = requestType is null ? exchange : exchange.With("Content-Type", requestType);
        Write(exchange, 502, null, reason);
        Assert.Equal(contentType, exchange.ResponseHeader("Content-Type"));
    }

    [Fact]
    public void Write_json_has_Kongs_layout()
    {
        var exchange = new FakeExchange();
        Write(exchange, 404, "no Route matched with those values", RejectionReason.RouteNotFound);
        Assert.Equal(
            $"{{\n  \"message\":\"no Route matched with those values\",\n  \"request_id\":\"{FakeExchange.Id}\"\n}}", Body(exchange));
        Assert.Equal(404, exchange.Response.Status);
        Assert.Equal(exchange.Response.Body.Length, exchange.Response.ContentLength);
    }

    [Fact]
    public void Write_plain_has_Kongs_layout()
    {
        var exchange = new FakeExchange().With("Accept", "text/plain");
        Write(exchange, 400, null, RejectionReason.None);
        Assert.Equal($"Bad request\nrequest_id: {FakeExchange.Id}\n", Body(exchange));
    }

    [Fact]
    public void Write_html_has_Kongs_layout()
    {
        var exchange = new FakeExchange().With("Accept", "text/html");
        Write(exchange, 400, null, RejectionReason.None);
        Assert.Equal(
            $"""
            <!doctype html>
            <html>
              <head>
                <meta charset="utf-8">
                <title>Error</title>
              </head>
              <body>
                <h1>Error</h1>
                <p>Bad request.</p>
                <p>request_id: {FakeExchange.Id}</p>
              </body>
            </html>

            """,
            Body(exchange));
    }

    [Theory]
    [InlineData("<script>alert(\"x\")</script> & 'y' \\ \u0001\u007f\tend\r\n")]
    [InlineData("grün – 漢字 😀 \u2028")]
    [InlineData("")]
    public void Write_hostile_message_stays_data(string message)
    {
        var json = new FakeExchange().With("Accept", "application/json");
        Write(json, 400, message, RejectionReason.None);
        using var document = JsonDocument.Parse(json.Response.Body);
        Assert.Equal(message, document.RootElement.GetProperty("message").GetString());

        var xml = new FakeExchange().With("Accept", "application/xml");
        Write(xml, 400, message, RejectionReason.None);
        var root = XDocument.Parse(Body(xml)).Root!;
        Assert.Equal(
            message.Replace('\u0001', '?').Replace('\u007f', '?').Replace("\r\n", "\n"), root.Element("message")!.Value);
        Assert.Equal(FakeExchange.Id, root.Element("requestid")!.Value);

        var html = new FakeExchange().With("Accept", "text/html");
        Write(html, 400, message, RejectionReason.None);
        Assert.DoesNotContain("<script", Body(html), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "3")]
    [InlineData(401, "16")]
    [InlineData(403, "7")]
    [InlineData(404, "5")]
    [InlineData(413, "8")]
    [InlineData(429, "8")]
    [InlineData(500, "13")]
    [InlineData(502, "14")]
    [InlineData(503, "14")]
    [InlineData(504, "4")]
    [InlineData(418, "2")]
    public void Write_grpc_request_gets_trailers_only(int status, string code)
    {
        var exchange = new FakeExchange("POST").With("Content-Type", "application/grpc+proto").With("Accept", "text/html");
        exchange.Request.Version = 20;
        Write(exchange, status, "100% nö\n", RejectionReason.UpstreamTimeout);
        Assert.Equal(200, exchange.Response.Status);
        Assert.Equal("application/grpc", exchange.ResponseHeader("Content-Type"));
        Assert.Equal(code, exchange.ResponseHeader("grpc-status"));
        Assert.Equal("100%25 n%C3%B6%0A", exchange.ResponseHeader("grpc-message"));
        Assert.True(exchange.Response.Body.IsEmpty);
    }

    [Fact]
    public void Write_grpc_request_over_http1_gets_a_document()
    {
        var exchange = new FakeExchange("POST").With("Content-Type", "application/grpc");
        Write(exchange, 426, null, RejectionReason.HttpsRequired);
        Assert.Equal(426, exchange.Response.Status);
    }

    [Fact]
    public void Write_grpc_web_request_gets_a_document()
    {
        var exchange = new FakeExchange("POST").With("Content-Type", "application/grpc-web");
        Write(exchange, 404, null, RejectionReason.RouteNotFound);
        Assert.Equal(404, exchange.Response.Status);
    }

    [Fact]
    public void Write_verbatim_sends_the_body_as_it_is()
    {
        var exchange = new FakeExchange().With("Accept", "text/html");
        exchange.Response.Headers.Add("X-Kept"u8, "1"u8);
        exchange.Respond(201, "text/csv", "a,b"u8.ToArray());
        new AnswerWriter(new AnswerOptions { Server = "kong/3.9.1" }).Write(exchange);
        Assert.Equal(201, exchange.Response.Status);
        Assert.Equal("a,b", Body(exchange));
        Assert.Equal("text/csv", exchange.ResponseHeader("Content-Type"));
        Assert.Equal("1", exchange.ResponseHeader("X-Kept"));
        Assert.Equal("kong/3.9.1", exchange.ResponseHeader("Server"));
    }

    [Fact]
    public void Write_verbatim_without_body_says_length_zero()
    {
        var exchange = new FakeExchange();
        exchange.Respond(200, null, default);
        new AnswerWriter(new AnswerOptions()).Write(exchange);
        Assert.Equal(0, exchange.Response.ContentLength);
        Assert.Null(exchange.ResponseHeader("Content-Type"));
        Assert.Null(exchange.ResponseHeader("Server"));
    }

    [Theory]
    [InlineData("text/html", Html)]
    [InlineData("application/json", Json)]
    [InlineData("application/xml", Xml)]
    public void Write_error_default_type_stands_in_for_accept(string setting, string contentType)
    {
        var exchange = new FakeExchange { Rejection = RejectionReason.Internal };
        exchange.Respond(500, (string?)null);
        new AnswerWriter(new AnswerOptions { ErrorDefaultType = setting }).Write(exchange);
        Assert.Equal(contentType, exchange.ResponseHeader("Content-Type"));
    }

    [Fact]
    public void Constructor_unknown_default_type_throws()
        => Assert.Throws<ArgumentException>(() => new AnswerWriter(new AnswerOptions { ErrorDefaultType = "image/png" }));

    [Fact]
    public void Write_json_allocates_the_body_only()
    {
        var exchange = new FakeExchange();
        var writer = new AnswerWriter(new AnswerOptions());
        exchange.Respond(404, "no Route matched with those values");
        writer.Write(exchange);
        int size = exchange.Response.Body.Length;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            exchange.Response.Reset();
            writer.Write(exchange);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, size, size + 32);
    }

    private static void Write(FakeExchange exchange, int status, string? message, RejectionReason reason)
    {
        exchange.Rejection = reason;
        exchange.Respond(status, message);
        new AnswerWriter(new AnswerOptions()).Write(exchange);
    }

    private static string Body(FakeExchange exchange) => Encoding.UTF8.GetString(exchange.Response.Body.Span);
}
