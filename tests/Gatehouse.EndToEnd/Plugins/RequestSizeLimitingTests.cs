using System.Net;
using System.Text;
using System.Text.Json;
using Gatehouse.EndToEnd.Http2;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Http;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Plugins;

/// <summary>request-size-limiting in a real process: when it refuses, and what becomes of the connections on both sides.</summary>
public sealed class RequestSizeLimitingTests : IAsyncLifetime
{
    private const string Chunked = "POST /limited HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n";

    private readonly ScriptedOrigin _origin = EchoOrigin.Start();
    private GatehouseProcess _gateway = null!;

    public async Task InitializeAsync() => _gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
    {
        ProxyFlags = "http2",
        Declarative = $$"""
            {"_format_version": "3.0", "services": [{"name": "s", "host": "127.0.0.1", "port": {{_origin.Port}}, "routes": [
              {"name": "limited", "paths": ["/limited"], "plugins": [{"name": "request-size-limiting", "config": {"allowed_payload_size": 1, "size_unit": "kilobytes"} }] },
              {"name": "declared", "paths": ["/declared"], "plugins": [{"name": "request-size-limiting",
                "config": {"allowed_payload_size": 1, "size_unit": "kilobytes", "require_content_length": true} }] } ] }] }
            """,
    });

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _origin.DisposeAsync();
    }

    // The declared length decides before a byte of the body is read; a small body is read away, and the connection goes on.
    [Theory]
    [InlineData("/limited", "Content-Length: 1024\r\n", 1024, 200, "")]
    [InlineData("/limited", "Content-Length: 1025\r\n", 1025, 413, "Request size limit exceeded")]
    [InlineData("/declared", "Content-Length: 1024\r\n", 1024, 200, "")]
    [InlineData("/declared", "Content-Length: 0\r\n", 0, 200, "")]
    [InlineData("/declared", "", 0, 411, "A valid Content-Length header is required")]
    public async Task Declared_length_decides_and_the_connection_goes_on(string path, string fields, int bodyBytes, int status, string message)
    {
        await using var client = await RawClient.ConnectAsync(_gateway.Ports.Proxy);

        var response = await client.ExchangeAsync($"POST {path} HTTP/1.1\r\nHost: x\r\n{fields}\r\n{new string('b', bodyBytes)}");

        Assert.Equal((status, message), (response.Status, status == 200 ? "" : MessageOf(response)));
        Assert.Equal(status == 200 ? 1 : 0, _origin.Connections.Count);
        await CheckAsync(client);
    }

    [Fact]
    public async Task Large_body_that_was_declared_is_refused_before_it_comes()
    {
        await using var client = await RawClient.ConnectAsync(_gateway.Ports.Proxy);

        await client.SendAsync("POST /limited HTTP/1.1\r\nHost: x\r\nContent-Length: 900000000\r\n\r\nfirst bytes");
        var response = await client.ReadResponseAsync();

        Assert.Equal((413, "Request size limit exceeded"), (response.Status, MessageOf(response)));
        Assert.Empty(_origin.Connections);
        await client.WaitUntilClosedAsync();
    }

    [Fact]
    public async Task Client_that_waits_for_100_is_told_417_and_the_connection_ends()
    {
        await using var client = await RawClient.ConnectAsync(_gateway.Ports.Proxy);

        var response = await client.ExchangeAsync("POST /limited HTTP/1.1\r\nHost: x\r\nContent-Length: 1025\r\nExpect: 100-continue\r\n\r\n");

        Assert.Equal((417, "Request size limit exceeded", "close"), (response.Status, MessageOf(response), response.Header("Connection")));
        Assert.Empty(_origin.Connections);
        await client.WaitUntilClosedAsync();
    }

    [Fact]
    public async Task Chunked_body_without_a_length_is_refused_where_one_is_required()
    {
        await using var client = await RawClient.ConnectAsync(_gateway.Ports.Proxy);

        var response = await client.ExchangeAsync(Chunked.Replace("/limited", "/declared", StringComparison.Ordinal) + "\r\n1\r\na\r\n0\r\n\r\n");

        Assert.Equal((411, "A valid Content-Length header is required"), (response.Status, MessageOf(response)));
        Assert.Empty(_origin.Connections);
        await CheckAsync(client);
    }

    [Theory]
    [InlineData("400\r\n", 1024, 200)]
    [InlineData("401\r\n", 1025, 413)]
    public async Task Chunked_body_is_counted_to_the_byte(string size, int bytes, int status)
    {
        await using var client = await RawClient.ConnectAsync(_gateway.Ports.Proxy);

        var response = await client.ExchangeAsync($"{Chunked}\r\n{size}{new string('b', bytes)}\r\n0\r\n\r\n");

        Assert.Equal(status, response.Status);
        Assert.DoesNotContain(_origin.Connections, c => status == 413 && Encoding.Latin1.GetString(c.Received).Contains("0\r\n\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Chunked_body_is_counted_while_it_streams_and_the_upstream_connection_is_not_used_again()
    {
        await using var client = await RawClient.ConnectAsync(_gateway.Ports.Proxy);
        await client.SendAsync($"{Chunked}\r\n200\r\n{new string('a', 512)}\r\n");
        var upstream = await _origin.ConnectionAsync(0);
        await Eventually.TrueAsync(() => Encoding.Latin1.GetString(upstream.Received).Contains(new string('a', 512), StringComparison.Ordinal), "the first chunk at the origin");

        // No more of it: the answer comes although the body has not ended.
        await client.SendAsync($"300\r\n{new string('b', 768)}\r\n");
        var response = await client.ReadResponseAsync();

        Assert.Equal((413, "Request size limit exceeded", "close"), (response.Status, MessageOf(response), response.Header("Connection")));
        await client.WaitUntilClosedAsync();
        await Eventually.TrueAsync(() => _origin.OpenConnections == 0, "the half request to be broken off");
        string received = Encoding.Latin1.GetString(upstream.Received);
        Assert.DoesNotContain("b", received[(received.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..], StringComparison.Ordinal);
        for (int i = 0; i < 5; i++)
        {
            await using var next = await RawClient.ConnectAsync(_gateway.Ports.Proxy);
            await CheckAsync(next);
        }
    }

    [Fact]
    public async Task Streams_of_http2_are_limited_one_by_one()
    {
        using var client = Http2Gateway.Client();
        foreach (var (path, content, status, message) in new (string, HttpContent, HttpStatusCode, string)[]
        {
            ("/limited", new ByteArrayContent(new byte[1024]), HttpStatusCode.OK, ""),
            ("/limited", new ByteArrayContent(new byte[1025]), HttpStatusCode.RequestEntityTooLarge, "Request size limit exceeded"),
            ("/limited", new ByteArrayContent(new byte[3_000_000]), HttpStatusCode.RequestEntityTooLarge, "Request size limit exceeded"),
            ("/limited", new StreamContent(new Unsized(1024)), HttpStatusCode.OK, ""),
            ("/limited", new StreamContent(new Unsized(1025)), HttpStatusCode.RequestEntityTooLarge, "Request size limit exceeded"),
            ("/declared", new StreamContent(new Unsized(10)), HttpStatusCode.LengthRequired, "A valid Content-Length header is required"),
            ("/limited", new ByteArrayContent(new byte[1024]), HttpStatusCode.OK, ""),
        })
        {
            using (content)
            {
                using var response = await client.PostAsync(new Uri(_gateway.Proxy, path), content);
                string text = await response.Content.ReadAsStringAsync();
                Assert.True(status == response.StatusCode && text.Contains(message, StringComparison.Ordinal), $"{path}: {response.StatusCode} {text}");
            }
        }
    }

    private static string MessageOf(HttpMessage response) => JsonDocument.Parse(response.Text).RootElement.GetProperty("message").GetString()!;

    private static async Task CheckAsync(RawClient client)
    {
        var response = await client.ExchangeAsync("POST /limited HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok");
        Assert.Equal((200, 2), (response.Status, TestKit.Origins.Echo.Parse(response.Text).BodyLength));
    }

    /// <summary>Zeros whose number nobody can ask for.</summary>
    private sealed class Unsized(int length) : MemoryStream(new byte[length])
    {
        public override bool CanSeek => false;
    }
}
