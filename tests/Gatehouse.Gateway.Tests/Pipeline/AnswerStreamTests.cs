using System.Net;
using System.Net.Security;
using System.Text;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Gateway.Tests.Pipeline;

/// <summary>Answers of a plugin that come into being piece by piece, on a running gateway with real sockets.</summary>
#pragma warning disable CA1001 // xunit calls DisposeAsync.
public sealed class AnswerStreamTests : IAsyncLifetime
{
    private readonly AnswerStreamGateway _gateway = new();

    public Task InitializeAsync() => _gateway.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task Stream_arrives_as_it_is_flushed_and_the_connection_serves_on()
    {
        await using var client = await RawClient.ConnectAsync(_gateway.Port);
        await client.SendAsync("GET /pieces HTTP/1.1\r\nHost: a\r\n\r\n");

        string head = await ReadUntilAsync(client, "6\r\nfirst \r\n");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: text/event-stream\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Kept: kept\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Seen: 200\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nTransfer-Encoding: chunked\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Content-Length", head, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(_gateway.Events);
        _gateway.GoOn.SetResult();
        Assert.Equal("6\r\nsecond\r\n0\r\n\r\n", await ReadUntilAsync(client, "0\r\n\r\n"));

        var next = await client.ExchangeAsync("GET /empty HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal((200, ""), (next.Status, next.Text));
        await _gateway.AssertEventsAsync("/pieces disposed", "/pieces logged", "/empty disposed", "/empty logged");
        Assert.DoesNotContain("client_aborted", await _gateway.LogAsync("/empty"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HEAD", "/pieces", 200, null)]
    [InlineData("GET", "/nothing", 204, null)]
    [InlineData("GET", "/dropped", 200, "0")]
    public async Task Stream_that_is_not_wanted_is_disposed_and_never_written(string method, string path, int status, string? length)
    {
        await using var client = await RawClient.ConnectAsync(_gateway.Port);

        var answer = await client.ExchangeAsync($"{method} {path} HTTP/1.1\r\nHost: a\r\nAccept: application/json\r\n\r\n", method);

        Assert.Equal((status, length), (answer.Status, answer.Header("Content-Length")));
        Assert.Null(answer.Header("Transfer-Encoding"));
        Assert.Equal(200, (await client.ExchangeAsync("GET /empty HTTP/1.1\r\nHost: a\r\n\r\n")).Status);
        await _gateway.AssertEventsAsync($"{path} disposed", $"{path} logged", "/empty disposed", "/empty logged");
    }

    [Fact]
    public async Task Stream_that_another_answer_replaces_is_disposed_and_never_written()
    {
        await using var client = await RawClient.ConnectAsync(_gateway.Port);

        var answer = await client.ExchangeAsync("GET /replaced HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.Equal((403, null), (answer.Status, answer.Header("Transfer-Encoding")));
        Assert.Contains("\"message\":\"no\"", answer.Text, StringComparison.Ordinal);
        await _gateway.AssertEventsAsync("/replaced disposed", "/replaced logged");
    }

    [Fact]
    public async Task Stream_to_http_1_0_ends_with_the_connection()
    {
        _gateway.GoOn.SetResult();
        await using var client = await RawClient.ConnectAsync(_gateway.Port);

        var answer = await client.ExchangeAsync("GET /pieces HTTP/1.0\r\n\r\n");

        Assert.Equal((200, "first second", null), (answer.Status, answer.Text, answer.Header("Transfer-Encoding")));
    }

    [Theory]
    [InlineData("/unsent", 502, "upstream_invalid_response")]
    [InlineData("/throws-at-once", 500, "internal")]
    public async Task Stream_that_breaks_before_its_first_flush_is_an_error_answer(string path, int status, string rejection)
    {
        await using var client = await RawClient.ConnectAsync(_gateway.Port);

        var answer = await client.ExchangeAsync($"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.Equal(status, answer.Status);
        Assert.DoesNotContain("lost", answer.Text, StringComparison.Ordinal);
        await _gateway.AssertEventsAsync($"{path} disposed", $"{path} logged");
        Assert.Contains($"\"rejection\":\"{rejection}\"", await _gateway.LogAsync(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/broken", "upstream_body_truncated")]
    [InlineData("/throws", "internal")]
    [InlineData("/aborts", "client_aborted")]
    public async Task Stream_that_breaks_later_breaks_the_answer_off(string path, string rejection)
    {
        await using var client = await RawClient.ConnectAsync(_gateway.Port);
        await client.SendAsync($"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n");

        // A reset, also when it destroys what was sent before; never an end in good order.
        await Assert.ThrowsAsync<IOException>(() => client.ReadToEndAsync());
        await _gateway.AssertEventsAsync($"{path} disposed", $"{path} logged");
        Assert.Contains($"\"rejection\":\"{rejection}\"", await _gateway.LogAsync(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/waits", "end")]
    [InlineData("/waits", "half")]
    [InlineData("/waits", "reset")]
    [InlineData("/cancelled", "end")]
    [InlineData("/waits-silently", "half")]
    [InlineData("/waits-silently", "reset")]
    public async Task Client_that_leaves_while_the_producer_waits_is_noticed(string path, string how)
    {
        await using var client = await RawClient.ConnectAsync(_gateway.Port);
        await client.SendAsync($"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n");
        if (path == "/waits-silently")
        {
            await Eventually.TrueAsync(() => _gateway.IsWaiting, "the producer to wait");
        }
        else
        {
            await ReadUntilAsync(client, "first\r\n");
        }

        await LeaveAsync(client, how);
        await _gateway.AssertEventsAsync($"{path} disposed", $"{path} logged");
        Assert.Contains("\"rejection\":\"client_aborted\"", await _gateway.LogAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_that_ended_its_side_before_the_stream_began_has_left()
    {
        await using var client = await RawClient.ConnectAsync(_gateway.Port);
        await client.SendAsync("GET /waits-silently HTTP/1.1\r\nHost: a\r\n\r\n");
        client.HalfClose();

        await _gateway.AssertEventsAsync("/waits-silently disposed", "/waits-silently logged");
    }

    [Fact]
    public async Task Client_that_ends_its_side_of_a_tls_connection_is_noticed()
    {
        var client = await RawClient.ConnectTlsAsync(_gateway.TlsPort, new SslClientAuthenticationOptions { TargetHost = "a" });
        await client.SendAsync("GET /waits HTTP/1.1\r\nHost: a\r\n\r\n");
        await ReadUntilAsync(client, "first\r\n");

        await client.DisposeAsync();
        await _gateway.AssertEventsAsync("/waits disposed", "/waits logged");
    }

    [Fact]
    public async Task Client_that_does_not_read_holds_the_producer_up_and_gets_everything()
    {
        await using var client = await RawClient.ConnectAsync(_gateway.Port);
        await client.SendAsync("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
        await Eventually.TrueAsync(() => _gateway.Written > 0, "the first piece");

        Assert.True(await Eventually.StallsAsync(Eventually.TrueAsync(() => _gateway.Written == AnswerStreamGateway.LargePieces, "all pieces without a reader")));
        var answer = await client.ReadResponseAsync();

        Assert.Equal(AnswerStreamGateway.LargePiece * AnswerStreamGateway.LargePieces, answer.Body.Length);
        Assert.Equal(AnswerStreamGateway.LargePieces, _gateway.Written);
    }

    [Fact]
    public async Task Stream_of_http2_arrives_as_it_is_flushed()
    {
        using var client = Http2Client();
        using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{_gateway.Port}/pieces"), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(("text/event-stream", null), (response.Content.Headers.ContentType?.MediaType, response.Content.Headers.ContentLength));
        await using var body = await response.Content.ReadAsStreamAsync();
        byte[] first = new byte[6];
        await body.ReadExactlyAsync(first);
        Assert.Equal("first "u8.ToArray(), first);
        _gateway.GoOn.SetResult();
        using var rest = new StreamReader(body);
        Assert.Equal("second", await rest.ReadToEndAsync());
        using var head = new HttpRequestMessage(HttpMethod.Head, new Uri($"http://127.0.0.1:{_gateway.Port}/empty")) { Version = HttpVersion.Version20 };
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(head)).StatusCode);
        await _gateway.AssertEventsAsync("/pieces disposed", "/pieces logged", "/empty disposed", "/empty logged");
    }

    [Theory]
    [InlineData("/broken")]
    [InlineData("/throws")]
    [InlineData("/aborts")]
    public async Task Stream_of_http2_that_breaks_is_reset(string path)
    {
        await using var client = await RawHttp2Client.ConnectAsync(_gateway.EndPoint);
        await client.SendHeadersAsync(1, RawHttp2Client.Get(path: path), endStream: true);

        var seen = await client.ReadStreamAsync(1);

        Assert.Equal((2, false), (seen.ResetCode, seen.IsEnded));
        await _gateway.AssertEventsAsync($"{path} disposed", $"{path} logged");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_that_leaves_a_stream_of_http2_is_noticed(bool resets)
    {
        await using var client = await RawHttp2Client.ConnectAsync(_gateway.EndPoint);
        await client.SendHeadersAsync(1, RawHttp2Client.Get(path: "/waits-silently"), endStream: true);
        await Eventually.TrueAsync(() => _gateway.IsWaiting, "the producer to wait");
        if (resets)
        {
            await client.SendAsync(RawHttp2Client.RstStream, 0, 1, [0, 0, 0, 8]);
        }
        else
        {
            await client.DisposeAsync();
        }

        await _gateway.AssertEventsAsync("/waits-silently disposed", "/waits-silently logged");
        Assert.Contains("\"rejection\":\"client_aborted\"", await _gateway.LogAsync("/waits-silently"), StringComparison.Ordinal);
    }

    private static async Task LeaveAsync(RawClient client, string how)
    {
        switch (how)
        {
            case "end":
                await client.DisposeAsync();
                break;
            case "half":
                client.HalfClose();
                break;
            default:
                client.Reset();
                break;
        }
    }

    private static HttpClient Http2Client()
        => new() { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

    private static async Task<string> ReadUntilAsync(RawClient client, string end)
    {
        var text = new StringBuilder();
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            text.Append(Encoding.Latin1.GetString(await Eventually.EndsAsync(client.Reader.ReadExactlyAsync(1), $"'{end}' after '{text}'")));
        }

        return text.ToString();
    }
}
