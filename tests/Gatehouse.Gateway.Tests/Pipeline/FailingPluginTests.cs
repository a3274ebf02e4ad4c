using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Listeners;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Gateway.Plugins;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Waiting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Gatehouse.Gateway.Tests.Pipeline;

/// <summary>
/// A plugin that throws, in each phase, on a running gateway with real sockets: its own request fails closed, others go on, and
/// the operator can see it.
/// </summary>
#pragma warning disable CA1001 // xunit calls DisposeAsync.
public sealed class FailingPluginTests : IAsyncLifetime
{
    private readonly string _log = Path.Combine(Path.GetTempPath(), $"gatehouse-{Guid.NewGuid():N}.log");
    private readonly string _audit = Path.Combine(Path.GetTempPath(), $"gatehouse-{Guid.NewGuid():N}.audit.log");
    private readonly Lines _lines = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LoggerFactory _loggers;
    private readonly ScriptedOrigin _origin;
    private GatewayRuntime _gateway = null!;

    public FailingPluginTests()
    {
        _loggers = new LoggerFactory([_lines]);
        _origin = ScriptedOrigin.Start(ServeAsync);
    }

    private int Port => _gateway.EndPoints[0].Port;

    public async Task InitializeAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        _gateway = new GatewayRuntime(
            new GatewayRuntimeOptions
            {
                Settings = new GatewaySettings(),
                Loops = 1,
                DefaultCertificate = certificate,
                AccessLog = _log,
                AuditLog = _audit,
                NodeId = Guid.Empty,
                Plugins = new BuiltInPlugins(new FailingPluginFactory()),
            },
            TimeProvider.System,
            _loggers);
        Assert.Empty(await _gateway.Target.ApplyAsync(
            new ConfigSet
            {
                Hash = "1".PadLeft(32, '0'),
                Services = [new ServiceConfig { Id = "s", Name = "s", Host = "127.0.0.1", Port = _origin.Port }],
                Routes = [new RouteConfig { Id = "r", Name = "r", Paths = ["/"], StripPath = false, ServiceId = "s" }],
                Plugins = [new PluginConfig { Id = "p", Name = "failing", Config = [] }],
            },
            CancellationToken.None));
        await _gateway.StartAsync([new ProxyListenerOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Http2 = true }], CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _origin.DisposeAsync();
        _loggers.Dispose();
        File.Delete(_log);
        File.Delete(_audit);
    }

    [Fact]
    public async Task Defect_while_building_refuses_the_configuration_without_telling_its_content()
    {
        var errors = await _gateway.Target.ApplyAsync(
            new ConfigSet
            {
                Hash = "2".PadLeft(32, '0'),
                Plugins = [new PluginConfig { Id = "p", Name = "failing", Config = new() { ["password"] = "s3cret" } }],
            },
            CancellationToken.None);
        Assert.Contains("plugin 'failing' failed while it was built (InvalidOperationException)", Assert.Single(errors).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", errors[0].ToString(), StringComparison.Ordinal);
        await using var client = await RawClient.ConnectAsync(Port);
        Assert.Equal(200, (await client.ExchangeAsync("GET /?id=fine HTTP/1.1\r\nHost: a\r\n\r\n")).Status);
    }

    [Theory]
    [InlineData("rewrite")]
    [InlineData("access")]
    [InlineData("access, later")]
    [InlineData("own answer")]
    [InlineData("request body")]
    [InlineData("request body, later")]
    [InlineData("upstream head")]
    [InlineData("upstream head, later")]
    [InlineData("response head")]
    [InlineData("response body")]
    public async Task Defect_before_the_answer_is_a_500_and_others_go_on(string phase)
    {
        await using var neighbour = await WaitingNeighbourAsync();
        await using var client = await RawClient.ConnectAsync(Port);
        await client.SendAsync($"POST /?id=failed HTTP/1.1\r\nHost: a\r\nX-Fail: {phase}\r\nContent-Length: 11\r\n\r\nfirst");
        if (phase.EndsWith("body, later", StringComparison.Ordinal))
        {
            await Eventually.TrueAsync(() => _origin.Connections.Any(c => Encoding.Latin1.GetString(c.Received).EndsWith("first", StringComparison.Ordinal)), "the first piece to arrive");
        }

        await client.SendAsync("second");
        var answer = await client.ReadResponseAsync("POST");

        Assert.Equal(500, answer.Status);
        Assert.DoesNotContain("defect", answer.Text, StringComparison.Ordinal);
        await AssertSeenAsync("\"rejection\":\"internal\"", "gatehouse_rejections_total{reason=\"internal\"} 1");
        await AssertOthersGoOnAsync(neighbour);
    }

    /// <summary>A plugin that cannot decide denies: the audit log names it, where only a metric and a line of the log told.</summary>
    [Theory]
    [InlineData("rewrite", true)]
    [InlineData("access", true)]
    [InlineData("access, later", true)]
    [InlineData("request body", false)]
    [InlineData("response head", false)]
    [InlineData("log", false)]
    public async Task Defect_while_deciding_is_an_audit_record(string phase, bool isRecorded)
    {
        await using var client = await RawClient.ConnectAsync(Port);
        await client.ExchangeAsync($"POST /x?id=failed HTTP/1.1\r\nHost: a\r\nX-Fail: {phase}\r\nContent-Length: 5\r\n\r\nfirst", "POST");
        await using var second = await RawClient.ConnectAsync(Port);
        await second.ExchangeAsync("GET /last?id=failed HTTP/1.1\r\nHost: a\r\nX-Fail: access\r\n\r\n");

        // Loops write in the order of what they had: the last record is there, so are those before it.
        string text = "";
        await Eventually.TrueAsync(async () => (text = await TextOfAsync(_audit)).Contains("/last", StringComparison.Ordinal), "the last record");
        string[] records = [.. text.Split('\n').Where(static l => l.Contains("\"path\":\"/x\"", StringComparison.Ordinal))];
        Assert.Equal(isRecorded ? 1 : 0, records.Length);
        Assert.All(records, static r => Assert.Contains("{\"event\":\"access_denied\",", r, StringComparison.Ordinal));
        Assert.All(records, static r => Assert.Contains("\"plugin\":\"failing\",\"reason\":\"internal\",", r, StringComparison.Ordinal));
        Assert.DoesNotContain("defect", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("response body, later")]
    [InlineData("response body, end")]
    public async Task Defect_inside_the_answer_breaks_it_off(string phase)
    {
        await using var neighbour = await WaitingNeighbourAsync();
        await using var client = await RawClient.ConnectAsync(Port);
        await client.SendAsync($"GET /pieces?id=failed HTTP/1.1\r\nHost: a\r\nX-Fail: {phase}\r\n\r\n");
        var seen = new StringBuilder();
        while (!seen.ToString().Contains("first", StringComparison.Ordinal))
        {
            seen.Append(Encoding.Latin1.GetString(await Eventually.EndsAsync(client.Reader.ReadExactlyAsync(1), "the first piece")));
        }

        _first.SetResult();
        await Assert.ThrowsAsync<IOException>(() => client.ReadToEndAsync());
        await AssertSeenAsync("\"rejection\":\"internal\"", "gatehouse_rejections_total{reason=\"internal\"} 1");
        await AssertOthersGoOnAsync(neighbour);
    }

    [Fact]
    public async Task Defect_in_the_log_phase_harms_nobody()
    {
        await using var client = await RawClient.ConnectAsync(Port);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(200, (await client.ExchangeAsync($"GET /?id={(i == 0 ? "failed" : "next")} HTTP/1.1\r\nHost: a\r\nX-Fail: log\r\n\r\n")).Status);
        }

        await AssertSeenAsync("\"status\":200", "gatehouse_plugin_log_failures_total 2");
        Assert.Contains(_lines.All, l => l.StartsWith("Plugin failing failed in the log phase", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("access, later")]
    [InlineData("request body")]
    [InlineData("response head")]
    public async Task Defect_on_a_stream_of_http2_is_a_500_and_the_connection_lives(string phase)
    {
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://127.0.0.1:{Port}/?id=failed"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent("first"),
            Headers = { { "X-Fail", phase } },
        };
        using var failed = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        Assert.Equal("fine", await client.GetStringAsync(new Uri($"http://127.0.0.1:{Port}/")));
    }

    /// <summary>A request of somebody else on the same loop, whose answer is still to come.</summary>
    private async Task<RawClient> WaitingNeighbourAsync()
    {
        var neighbour = await RawClient.ConnectAsync(Port);
        await neighbour.SendAsync("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
        await _origin.ConnectionAsync(0);
        return neighbour;
    }

    private async Task AssertOthersGoOnAsync(RawClient neighbour)
    {
        _first.TrySetResult();
        Assert.Equal("waited", (await neighbour.ReadResponseAsync()).Text);
        await using var next = await RawClient.ConnectAsync(Port);
        Assert.Equal("fine", (await next.ExchangeAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).Text);
    }

    private async Task AssertSeenAsync(string inAccessLog, string metric)
    {
        string[] found = [];
        await Eventually.TrueAsync(async () => (found = [.. (await AccessLogAsync()).Split('\n').Where(static l => l.Contains("id=failed", StringComparison.Ordinal))]).Length > 0, "the access log line");
        Assert.Contains(inAccessLog, Assert.Single(found), StringComparison.Ordinal);
        var scrape = new ArrayBufferWriter<byte>();
        _gateway.Metrics.WriteTo(scrape);
        Assert.Contains(metric + "\n", Encoding.UTF8.GetString(scrape.WrittenSpan), StringComparison.Ordinal);
        Assert.Contains(_lines.All, static l => l.Contains("InvalidOperationException: a defect", StringComparison.Ordinal));
    }

    private Task<string> AccessLogAsync() => TextOfAsync(_log);

    private static async Task<string> TextOfAsync(string file)
    {
        if (!File.Exists(file))
        {
            return "";
        }

        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private async Task ServeAsync(ScriptedConnection connection)
    {
        while (await connection.Reader.TryReadRequestAsync(connection.Stopped) is { } request)
        {
            if (request.StartLine.Contains("/wait", StringComparison.Ordinal))
            {
                await _first.Task.WaitAsync(connection.Stopped);
                await connection.SendOkAsync("waited");
            }
            else if (request.StartLine.Contains("/pieces", StringComparison.Ordinal))
            {
                await connection.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
                await _first.Task.WaitAsync(connection.Stopped);
                await connection.SendAsync("6\r\nsecond\r\n0\r\n\r\n");
            }
            else
            {
                await connection.SendOkAsync("fine");
            }
        }
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => All.Enqueue($"{formatter(state, exception)} | {exception?.GetType().Name}: {exception?.Message}");

        public void Dispose()
        {
        }
    }
}
