using Gatehouse.EndToEnd.Faults;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Http;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;
using EchoedRequest = Gatehouse.TestKit.Origins.Echo;

namespace Gatehouse.EndToEnd.Attacks;

/// <summary>
/// Requests whose end two parsers could see at different places, and header fields that lie about who asks. The origin is strict
/// and records every byte: it gets one request or none, never the smuggled one.
/// </summary>
public sealed class SmugglingTests : IAsyncLifetime
{
    private const string Smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

    private ScriptedOrigin _origin = null!;
    private GatehouseProcess _gateway = null!;

    public async Task InitializeAsync()
    {
        _origin = EchoOrigin.Start();
        _gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            Declarative = $$"""
                _format_version: "3.0"
                services: [{name: s, url: "http://127.0.0.1:{{_origin.Port}}", routes: [{name: r, paths: ["/open", "/smuggled"], strip_path: false}]}]
                """,
        });
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _origin.DisposeAsync();
    }

    public static TheoryData<string, string> Ambiguous() => new()
    {
        { "CL.TE", "POST /open HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + Smuggled },
        { "TE.CL", "POST /open HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n24\r\n" + Smuggled + "\r\n0\r\n\r\n" },
        { "TE.TE unknown", "POST /open HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + Smuggled },
        { "TE.TE twice", "POST /open HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + Smuggled },
        { "TE blank before colon", "POST /open HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + Smuggled },
        { "TE folded", "POST /open HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" + Smuggled },
        { "TE vertical tab", "POST /open HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n" + Smuggled },
        { "TE in HTTP/1.0", "POST /open HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + Smuggled },
        { "chunk extension with LF", "POST /open HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2;\nxx\r\n24\r\n0\r\n\r\n" + Smuggled },
        { "chunk size overflow", "POST /open HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000000\r\n\r\n0\r\n\r\n" + Smuggled },
        { "chunk without CRLF", "POST /open HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nxxyy0\r\n\r\n" + Smuggled },
        { "two lengths", "POST /open HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 36\r\n\r\n" + Smuggled },
        { "signed length", "POST /open HTTP/1.1\r\nHost: a\r\nContent-Length: +0\r\n\r\n" + Smuggled },
        { "bare LF head", "POST /open HTTP/1.1\nHost: a\nContent-Length: 36\n\n" + Smuggled },
        { "NUL in a value", "POST /open HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n" + Smuggled },
        { "empty field name", "POST /open HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n" + Smuggled },
        { "two hosts", "GET /open HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + Smuggled },
        { "unknown expectation", "POST /open HTTP/1.1\r\nHost: a\r\nExpect: 100-continued\r\nContent-Length: 36\r\n\r\n" + Smuggled },
        { "CONNECT", "CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n" + Smuggled },
    };

    [Theory]
    [MemberData(nameof(Ambiguous))]
    public async Task Ambiguous_message_is_refused_and_what_follows_is_never_a_request(string name, string bytes)
    {
        await using var client = await RawClient.ConnectAsync(_gateway.Ports.Proxy);
        await client.SendAsync(bytes);
        var answer = await client.ReadResponseAsync();
        Assert.True(answer.Status is >= 400 and < 500, $"{name}: {answer.StartLine}");
        Assert.Empty(await client.ReadToEndAsync());
        await AssertOriginSawNoSmuggledRequestAsync();
    }

    [Fact]
    public async Task Body_of_an_early_refused_request_is_not_read_as_the_next_request()
    {
        // 0.CL: a GET whose body is a request. The origin gets it as a body.
        await using var client = await RawClient.ConnectAsync(_gateway.Ports.Proxy);
        var answer = await client.ExchangeAsync($"GET /open HTTP/1.1\r\nHost: a\r\nContent-Length: {Smuggled.Length}\r\n\r\n{Smuggled}");
        Assert.Equal(Smuggled.Length, EchoedRequest.Parse(answer.Text).BodyLength);

        // An answer of our own with a body behind it that nobody read.
        var missing = await client.ExchangeAsync($"POST /none HTTP/1.1\r\nHost: a\r\nContent-Length: {Smuggled.Length}\r\n\r\n{Smuggled}");
        Assert.Equal(404, missing.Status);
        await AssertOriginSawNoSmuggledRequestAsync(expected: 1);
    }

    [Fact]
    public async Task Refused_upgrade_does_not_open_a_tunnel_for_what_follows()
    {
        await using var client = await RawClient.ConnectAsync(_gateway.Ports.Proxy);
        await client.SendAsync("GET /open HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\nGET /none HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal(200, (await client.ReadResponseAsync()).Status);

        // The gateway read it as a request of its own and judged it: it did not travel as tunnel bytes.
        Assert.Equal(404, (await client.ReadResponseAsync()).Status);
        await AssertOriginSawNoSmuggledRequestAsync(expected: 1);
    }

    [Theory]
    [InlineData("X-Forwarded-For: 6.6.6.6\r\nConnection: X-Forwarded-For", "X-Forwarded-For")]
    [InlineData("Connection: X-Forwarded-Host, X-Real-IP, X-Forwarded-Proto, X-Forwarded-Port, X-Forwarded-Path", "X-Forwarded-Host")]
    [InlineData("Connection: X-Real-IP", "X-Real-IP")]
    [InlineData("Connection: Host", "Host")]
    public async Task Field_that_the_gateway_vouches_for_cannot_be_removed_by_connection(string fields, string name)
    {
        var echo = await EchoAsync($"GET /open HTTP/1.1\r\nHost: a\r\n{fields}\r\n\r\n");
        Assert.Single(echo.All(name));
        Assert.Equal("127.0.0.1", Assert.Single(echo.All("X-Real-IP")));
    }

    [Theory]
    [InlineData("X-Consumer-Username")]
    [InlineData("X_Consumer_Username")]
    [InlineData("x-consumer_id")]
    [InlineData("X-Credential-Identifier")]
    [InlineData("X_Forwarded_Proto")]
    [InlineData("X_Real_IP")]
    [InlineData("X-Anonymous-Consumer")]
    public async Task Identity_of_the_clients_own_making_does_not_travel(string name)
    {
        var echo = await EchoAsync($"GET /open HTTP/1.1\r\nHost: a\r\n{name}: admin\r\n\r\n");
        Assert.DoesNotContain(echo.Headers, h => h.Value.Contains("admin", StringComparison.Ordinal));
    }

    private async Task<EchoedRequest> EchoAsync(string request)
    {
        await using var client = await RawClient.ConnectAsync(_gateway.Ports.Proxy);
        HttpMessage answer = await client.ExchangeAsync(request);
        Assert.Equal(200, answer.Status);
        return EchoedRequest.Parse(answer.Text);
    }

    private async Task AssertOriginSawNoSmuggledRequestAsync(int expected = -1)
    {
        // A last honest request: whatever was to come before it has come.
        var echo = await EchoAsync("GET /open?last HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.EndsWith("/open?last", echo.Target, StringComparison.Ordinal);
        await Eventually.TrueAsync(async () => (await LogFile.LinesAsync(_gateway, "/open?last")).Count > 0, "the log");
        string[] received = [.. _origin.Connections.Select(c => System.Text.Encoding.Latin1.GetString(c.Received))];
        if (expected < 0)
        {
            Assert.DoesNotContain(received, bytes => bytes.Contains("/smuggled", StringComparison.Ordinal));
        }
        else
        {
            // The gateway writes Host first: that many heads, whatever stood in bodies.
            Assert.Equal(expected + 1, received.Sum(bytes => bytes.Split(" HTTP/1.1\r\nHost: 127.0.0.1").Length - 1));
        }
    }
}
