using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Listeners;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Gateway.Plugins;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Waiting;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gatehouse.Gateway.Tests.Pipeline;

/// <summary>Answers of a plugin that come into being piece by piece, on a running gateway with real sockets.</summary>
#pragma warning disable CA1001 // xunit calls DisposeAsync.
public sealed class AnswerStreamTests : IAsyncLifetime
{
    private const int LargePiece = 256 * 1024, LargePieces = 64;

    private readonly string _log = Path.Combine(Path.GetTempPath(), $"gatehouse-{Guid.NewGuid():N}.log");
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _ends = [];
    private readonly StreamingPluginFactory _plugin;
    private int _written;
    private GatewayRuntime _gateway = null!;

    public AnswerStreamTests()
        => _plugin = new StreamingPluginFactory(new Dictionary<string, Func<Exchange, Task<bool>>>
        {
            ["/pieces"] = PiecesAsync,
            ["/empty"] = static _ => Task.FromResult(true),
            ["/broken"] = async e => await WriteAsync(e, "first") && false,
            ["/unsent"] = static e =>
            {
                Put(e, "lost"u8);
                return Task.FromResult(false);
            },
            ["/throws"] = async e => await WriteAsync(e, "first") ? throw new InvalidOperationException("a defect") : false,
            ["/throws-at-once"] = static _ => throw new InvalidOperationException("a defect"),
            ["/aborts"] = async e =>
            {
                await WriteAsync(e, "first");
                e.Downstream.Abort();
                return true;
            },
            ["/waits"] = WaitForClientAsync,
            ["/waits-silently"] = WaitForClientAsync,
            ["/cancelled"] = async e =>
            {
                await WriteAsync(e, "first");
                await Task.Delay(Timeout.InfiniteTimeSpan, e.ClientLeft);
                return true;
            },
            ["/large"] = LargeAsync,
        });

    private int Port => _gateway.EndPoints[0].Port;

    public async Task InitializeAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _gateway = new GatewayRuntime(
            new GatewayRuntimeOptions
            {
                Settings = new GatewaySettings(),
                Loops = 1,
                DefaultCertificate = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256)
                    .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200)),
                AccessLog = _log,
                NodeId = Guid.Empty,
                Plugins = new BuiltInPlugins(_plugin),
            },
            TimeProvider.System,
            NullLoggerFactory.Instance);
        Assert.Empty(await _gateway.Target.ApplyAsync(
            new ConfigSet
            {
                Hash = "1".PadLeft(32, '0'),
                Routes = [new RouteConfig { Id = "r", Name = "r", Paths = ["/"] }],
                Plugins = [new PluginConfig { Id = "p", Name = "streaming", Config = [] }],
            },
            CancellationToken.None));
        await _gateway.StartAsync(
            [
                new ProxyListenerOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Http2 = true },
                new ProxyListenerOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Tls = true, Http2 = true },
            ],
            CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        _goOn.TrySetResult();
        await _gateway.DisposeAsync();
        File.Delete(_log);
    }

    [Fact]
    public async Task Stream_arrives_as_it_is_flushed_and_the_connection_serves_on()
    {
        await using var client = await RawClient.ConnectAsync(Port);
        await client.SendAsync("GET /pieces HTTP/1.1\r\nHost: a\r\n\r\n");

        string head = await ReadUntilAsync(client, "6\r\nfirst \r\n");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: text/event-stream\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Kept: kept\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Seen: 200\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nTransfer-Encoding: chunked\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Content-Length", head, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(_plugin.Events);
        _goOn.SetResult();
        Assert.Equal("6\r\nsecond\r\n0\r\n\r\n", await ReadUntilAsync(client, "0\r\n\r\n"));

        var next = await client.ExchangeAsync("GET /empty HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal((200, ""), (next.Status, next.Text));
        await EventsAsync("/pieces disposed", "/pieces logged", "/empty disposed", "/empty logged");
        Assert.DoesNotContain("client_aborted", await LogAsync("/empty"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HEAD", "/pieces", 200, null)]
    [InlineData("GET", "/nothing", 204, null)]
    [InlineData("GET", "/dropped", 200, "0")]
    public async Task Stream_that_is_not_wanted_is_disposed_and_never_written(string method, string path, int status, string? length)
    {
        await using var client = await RawClient.ConnectAsync(Port);

        var answer = await client.ExchangeAsync($"{method} {path} HTTP/1.1\r\nHost: a\r\nAccept: application/json\r\n\r\n", method);

        Assert.Equal((status, length), (answer.Status, answer.Header("Content-Length")));
        Assert.Null(answer.Header("Transfer-Encoding"));
        Assert.Equal(200, (await client.ExchangeAsync("GET /empty HTTP/1.1\r\nHost: a\r\n\r\n")).Status);
        await EventsAsync($"{path} disposed", $"{path} logged", "/empty disposed", "/empty logged");
    }

    [Fact]
    public async Task Stream_that_another_answer_replaces_is_disposed_and_never_written()
    {
        await using var client = await RawClient.ConnectAsync(Port);

        var answer = await client.ExchangeAsync("GET /replaced HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.Equal((403, null), (answer.Status, answer.Header("Transfer-Encoding")));
        Assert.Contains("\"message\":\"no\"", answer.Text, StringComparison.Ordinal);
        await EventsAsync("/replaced disposed", "/replaced logged");
    }

    [Fact]
    public async Task Stream_to_http_1_0_ends_with_the_connection()
    {
        _goOn.SetResult();
        await using var client = await RawClient.ConnectAsync(Port);

        var answer = await client.ExchangeAsync("GET /pieces HTTP/1.0\r\n\r\n");

        Assert.Equal((200, "first second", null), (answer.Status, answer.Text, answer.Header("Transfer-Encoding")));
    }

    [Theory]
    [InlineData("/unsent", 502, "upstream_invalid_response")]
    [InlineData("/throws-at-once", 500, "internal")]
    public async Task Stream_that_breaks_before_its_first_flush_is_an_error_answer(string path, int status, string rejection)
    {
        await using var client = await RawClient.ConnectAsync(Port);

        var answer = await client.ExchangeAsync($"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.Equal(status, answer.Status);
        Assert.DoesNotContain("lost", answer.Text, StringComparison.Ordinal);
        await EventsAsync($"{path} disposed", $"{path} logged");
        Assert.Contains($"\"rejection\":\"{rejection}\"", await LogAsync(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/broken", "upstream_body_truncated")]
    [InlineData("/throws", "internal")]
    [InlineData("/aborts", "client_aborted")]
    public async Task Stream_that_breaks_later_breaks_the_answer_off(string path, string rejection)
    {
        await using var client = await RawClient.ConnectAsync(Port);
        await client.SendAsync($"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n");

        // A reset, also when it destroys what was sent before; never an end in good order.
        await Assert.ThrowsAsync<IOException>(() => client.ReadToEndAsync());
        await EventsAsync($"{path} disposed", $"{path} logged");
        Assert.Contains($"\"rejection\":\"{rejection}\"", await LogAsync(path), StringComparison.Ordinal);
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
        await using var client = await RawClient.ConnectAsync(Port);
        await client.SendAsync($"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n");
        if (path == "/waits-silently")
        {
            await Eventually.TrueAsync(() => _ends.Contains("waiting"), "the producer to wait");
        }
        else
        {
            await ReadUntilAsync(client, "first\r\n");
        }

        await LeaveAsync(client, how);
        await EventsAsync($"{path} disposed", $"{path} logged");
        Assert.Contains("\"rejection\":\"client_aborted\"", await LogAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_that_ended_its_side_before_the_stream_began_has_left()
    {
        await using var client = await RawClient.ConnectAsync(Port);
        await client.SendAsync("GET /waits-silently HTTP/1.1\r\nHost: a\r\n\r\n");
        client.HalfClose();

        await EventsAsync("/waits-silently disposed", "/waits-silently logged");
    }

    [Fact]
    public async Task Client_that_ends_its_side_of_a_tls_connection_is_noticed()
    {
        var client = await RawClient.ConnectTlsAsync(_gateway.EndPoints[1].Port, new SslClientAuthenticationOptions { TargetHost = "a" });
        await client.SendAsync("GET /waits HTTP/1.1\r\nHost: a\r\n\r\n");
        await ReadUntilAsync(client, "first\r\n");

        await client.DisposeAsync();
        await EventsAsync("/waits disposed", "/waits logged");
    }

    [Fact]
    public async Task Client_that_does_not_read_holds_the_producer_up_and_gets_everything()
    {
        await using var client = await RawClient.ConnectAsync(Port);
        await client.SendAsync("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
        await Eventually.TrueAsync(() => Volatile.Read(ref _written) > 0, "the first piece");

        Assert.True(await Eventually.StallsAsync(Eventually.TrueAsync(() => Volatile.Read(ref _written) == LargePieces, "all pieces without a reader")));
        var answer = await client.ReadResponseAsync();

        Assert.Equal(LargePiece * LargePieces, answer.Body.Length);
        Assert.Equal(LargePieces, _written);
    }

    [Fact]
    public async Task Stream_of_http2_arrives_as_it_is_flushed()
    {
        using var client = Http2Client();
        using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{Port}/pieces"), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(("text/event-stream", null), (response.Content.Headers.ContentType?.MediaType, response.Content.Headers.ContentLength));
        await using var body = await response.Content.ReadAsStreamAsync();
        byte[] first = new byte[6];
        await body.ReadExactlyAsync(first);
        Assert.Equal("first "u8.ToArray(), first);
        _goOn.SetResult();
        using var rest = new StreamReader(body);
        Assert.Equal("second", await rest.ReadToEndAsync());
        using var head = new HttpRequestMessage(HttpMethod.Head, new Uri($"http://127.0.0.1:{Port}/empty")) { Version = HttpVersion.Version20 };
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(head)).StatusCode);
        await EventsAsync("/pieces disposed", "/pieces logged", "/empty disposed", "/empty logged");
    }

    [Theory]
    [InlineData("/broken")]
    [InlineData("/throws")]
    [InlineData("/aborts")]
    public async Task Stream_of_http2_that_breaks_is_reset(string path)
    {
        await using var client = await RawHttp2Client.ConnectAsync(_gateway.EndPoints[0]);
        await client.SendHeadersAsync(1, RawHttp2Client.Get(path: path), endStream: true);

        var seen = await client.ReadStreamAsync(1);

        Assert.Equal((2, false), (seen.ResetCode, seen.IsEnded));
        await EventsAsync($"{path} disposed", $"{path} logged");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_that_leaves_a_stream_of_http2_is_noticed(bool resets)
    {
        await using var client = await RawHttp2Client.ConnectAsync(_gateway.EndPoints[0]);
        await client.SendHeadersAsync(1, RawHttp2Client.Get(path: "/waits-silently"), endStream: true);
        await Eventually.TrueAsync(() => _ends.Contains("waiting"), "the producer to wait");
        if (resets)
        {
            await client.SendAsync(RawHttp2Client.RstStream, 0, 1, [0, 0, 0, 8]);
        }
        else
        {
            await client.DisposeAsync();
        }

        await EventsAsync("/waits-silently disposed", "/waits-silently logged");
        Assert.Contains("\"rejection\":\"client_aborted\"", await LogAsync("/waits-silently"), StringComparison.Ordinal);
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

    private static void Put(Exchange exchange, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(exchange.Downstream.GetBodyMemory(bytes.Length).Span);
        exchange.Downstream.AdvanceBody(bytes.Length);
    }

    private static async Task<bool> WriteAsync(Exchange exchange, string text)
    {
        Put(exchange, Encoding.Latin1.GetBytes(text));
        return await exchange.Downstream.FlushAsync();
    }

    private async Task<bool> PiecesAsync(Exchange exchange)
    {
        await WriteAsync(exchange, "first ");
        await _goOn.Task;
        return await WriteAsync(exchange, "second");
    }

    private async Task<bool> WaitForClientAsync(Exchange exchange)
    {
        if (Encoding.Latin1.GetString(exchange.Request.Path) == "/waits")
        {
            await WriteAsync(exchange, "first");
        }

        var left = new TaskCompletionSource();
        await using var registration = exchange.ClientLeft.Register(left.SetResult);
        _ends.Enqueue("waiting");
        await left.Task;
        return false;
    }

    private async Task<bool> LargeAsync(Exchange exchange)
    {
        for (int i = 0; i < LargePieces; i++)
        {
            for (int left = LargePiece; left > 0;)
            {
                var memory = exchange.Downstream.GetBodyMemory(left);
                int count = Math.Min(memory.Length, left);
                memory.Span[..count].Fill((byte)'x');
                exchange.Downstream.AdvanceBody(count);
                left -= count;
            }

            if (!await exchange.Downstream.FlushAsync())
            {
                return false;
            }

            Interlocked.Increment(ref _written);
        }

        return true;
    }

    private static async Task<string> ReadUntilAsync(RawClient client, string end)
    {
        var text = new StringBuilder();
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            text.Append(Encoding.Latin1.GetString(await Eventually.EndsAsync(client.Reader.ReadExactlyAsync(1), $"'{end}' after '{text}'")));
        }

        return text.ToString();
    }

    /// <summary>Exactly these, in this order.</summary>
    private async Task EventsAsync(params string[] events)
    {
        await Eventually.TrueAsync(() => _plugin.Events.Count >= events.Length, $"{string.Join(", ", events)}");
        Assert.Equal(events, _plugin.Events);
    }

    private async Task<string> LogAsync(string path)
    {
        string line = "";
        await Eventually.TrueAsync(
            async () =>
            {
                if (!File.Exists(_log))
                {
                    return false;
                }

                await using var stream = new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var reader = new StreamReader(stream);
                line = (await reader.ReadToEndAsync()).Split('\n').FirstOrDefault(l => l.Contains($"\"{path}\"", StringComparison.Ordinal)) ?? "";
                return line.Length > 0;
            },
            $"the access log line of {path}");
        return line;
    }
}
