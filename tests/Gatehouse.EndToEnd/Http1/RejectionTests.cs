using System.Text.Json;
using Xunit;

namespace Gatehouse.EndToEnd.Http1;

/// <summary>Malformed and hostile requests through the whole process: answer, close, log line and metric of each reason.</summary>
public sealed class RejectionTests(PlainGateway gateway) : IClassFixture<PlainGateway>
{
    private const string Start = "GET / HTTP/1.1\r\nHost: x\r\n";
    private const string Post = "POST / HTTP/1.1\r\nHost: x\r\n";
    private const string Chunked = Post + "Transfer-Encoding: chunked\r\n\r\n";

    public static TheoryData<string, string, int> Requests => new()
    {
        { "GET / HTTP/1.1\nHost: x\r\n\r\n", "bare_line_feed", 400 },
        { "GET / HTTP/1.1\r\nA: b\rc\r\nHost: x\r\n\r\n", "bare_carriage_return", 400 },
        { "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", "malformed_request_line", 400 },
        { "G@T / HTTP/1.1\r\nHost: x\r\n\r\n", "invalid_method", 400 },
        { new string('A', 33) + " / HTTP/1.1\r\nHost: x\r\n\r\n", "method_too_long", 400 },
        { "GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n", "invalid_target", 400 },
        { "GET * HTTP/1.1\r\nHost: x\r\n\r\n", "invalid_target", 400 },
        { "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n", "fragment_in_target", 400 },
        { "GET /" + new string('a', 20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n", "target_too_long", 414 },
        { "GET / http/1.1\r\nHost: x\r\n\r\n", "invalid_version", 400 },
        { "GET / HTTP/3.0\r\nHost: x\r\n\r\n", "unsupported_version", 505 },
        { "CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n", "connect_not_allowed", 405 },
        { Start + "A: b\r\n c\r\n\r\n", "header_line_folding", 400 },
        { Start + "A(: c\r\n\r\n", "header_name_invalid", 400 },
        { Start + ": c\r\n\r\n", "header_name_invalid", 400 },
        { Start + "A : c\r\n\r\n", "whitespace_before_colon", 400 },
        { Start + "A: b\0c\r\n\r\n", "header_value_invalid", 400 },
        { Start + string.Concat(Enumerable.Repeat("A: b\r\n", 120)) + "\r\n", "too_many_headers", 431 },
        { Start + "A: " + new string('b', 40_000) + "\r\n\r\n", "headers_too_large", 431 },
        { "GET / HTTP/1.1\r\n\r\n", "host_missing", 400 },
        { Start + "Host: y\r\n\r\n", "host_duplicate", 400 },
        { "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", "host_invalid", 400 },
        { Post + "Content-Length: +1\r\n\r\na", "content_length_invalid", 400 },
        { Post + "Content-Length: 1\r\nContent-Length: 1\r\n\r\na", "content_length_duplicate", 400 },
        { Post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "content_length_with_transfer_encoding", 400 },
        { "POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "transfer_encoding_in_version_10", 400 },
        { Post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "transfer_encoding_unknown", 400 },
        { Post + "Transfer-Encoding: chunked, gzip\r\n\r\n", "transfer_encoding_not_chunked_last", 400 },
        { Chunked + "x\r\n", "chunk_size_invalid", 400 },
        { Chunked + "1;a=\"b\r\na\r\n0\r\n\r\n", "chunk_extension_invalid", 400 },
        { Chunked + "1;" + new string('a', 300) + "\r\na\r\n0\r\n\r\n", "chunk_extension_too_long", 400 },
        { Chunked + "1\r\nab\r\n0\r\n\r\n", "chunk_terminator_missing", 400 },
        { Chunked + "0\r\nHost: y\r\n\r\n", "trailer_forbidden", 400 },
        { Chunked + "0\r\nA : b\r\n\r\n", "trailer_invalid", 400 },
        { Chunked + "0\r\nA: " + new string('b', 9000) + "\r\n\r\n", "trailers_too_large", 431 },
        { Post + "Content-Length: 1048577\r\n\r\n", "body_too_large", 413 },
        { Chunked + "100001\r\n" + new string('b', 0x100001) + "\r\n0\r\n\r\n", "body_too_large", 413 },
        { Post + "Content-Length: 1\r\nExpect: 200-ok\r\n\r\na", "expectation_unknown", 417 },
        { "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n", "trace_not_allowed", 405 },
        { "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "path_invalid", 400 },
        { "GET /a%00b HTTP/1.1\r\nHost: x\r\n\r\n", "path_invalid", 400 },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Hostile_request_is_answered_logged_and_counted(string bytes, string label, int status)
    {
        string sample = $"gatehouse_rejections_total{{reason=\"{label}\"}}";
        double before = await gateway.MetricAsync(sample);
        await using var client = await gateway.ConnectAsync();
        await client.SendAsync(bytes);
        var response = await client.ReadResponseAsync(bytes.StartsWith("HEAD", StringComparison.Ordinal) ? "HEAD" : "GET");

        Assert.True(status == response.Status, $"{response.StartLine} {response.Text}");
        string id = response.Header("X-Kong-Request-Id")!;
        Assert.Contains(id, response.Text, StringComparison.Ordinal);
        if (label is not ("trace_not_allowed" or "path_invalid"))
        {
            // After a message that could not be read to its end nothing may follow on the connection.
            Assert.Equal("close", response.Header("Connection"), ignoreCase: true);
            await client.WaitUntilClosedAsync();
        }

        var line = await gateway.LogLineAsync(id);
        Assert.Equal(label, line.GetProperty("rejection").GetString());
        Assert.Equal(status, line.GetProperty("response").GetProperty("status").GetInt32());
        Assert.Equal(before + 1, await gateway.MetricAsync(sample));
    }

    [Fact]
    public async Task Rejection_speaks_the_representation_that_was_asked_for()
    {
        await using var client = await gateway.ConnectAsync();
        var response = await client.ExchangeAsync(Start + "Accept: application/json\r\nHost: y\r\n\r\n");

        Assert.Equal(400, response.Status);
        Assert.StartsWith("application/json", response.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal("Bad request", JsonDocument.Parse(response.Text).RootElement.GetProperty("message").GetString());
    }
}
