using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Listeners;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Gateway.Plugins;
using Gatehouse.TestKit.Waiting;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gatehouse.Gateway.Tests.Pipeline;

/// <summary>A gateway whose every answer is a stream, by its path, with real sockets.</summary>
#pragma warning disable CA1001 // xunit calls DisposeAsync of whoever has it.
internal sealed class AnswerStreamGateway : IAsyncDisposable
{
    public const int LargePiece = 256 * 1024, LargePieces = 64;

    private readonly string _log = Path.Combine(Path.GetTempPath(), $"gatehouse-{Guid.NewGuid():N}.log");
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _ends = [];
    private readonly StreamingPluginFactory _plugin;
    private int _written;
    private GatewayRuntime _gateway = null!;

    public AnswerStreamGateway()
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

    public IPEndPoint EndPoint => _gateway.EndPoints[0];

    public int Port => EndPoint.Port;

    public int TlsPort => _gateway.EndPoints[1].Port;

    /// <summary>Lets <c>/pieces</c> go on.</summary>
    public TaskCompletionSource GoOn => _goOn;

    /// <summary>What plugin and log phase did so far.</summary>
    public IReadOnlyCollection<string> Events => _plugin.Events;

    /// <summary>Whether a stream waits for its client to leave.</summary>
    public bool IsWaiting => _ends.Contains("waiting");

    /// <summary>Pieces of <c>/large</c> that were taken.</summary>
    public int Written => Volatile.Read(ref _written);

    public async Task StartAsync()
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

    public async ValueTask DisposeAsync()
    {
        _goOn.TrySetResult();
        await _gateway.DisposeAsync();
        File.Delete(_log);
    }

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

    /// <summary>Exactly these, in this order.</summary>
    public async Task AssertEventsAsync(params string[] events)
    {
        await Eventually.TrueAsync(() => _plugin.Events.Count >= events.Length, $"{string.Join(", ", events)}");
        Assert.Equal(events, _plugin.Events);
    }

    /// <summary>The access log line of a path.</summary>
    public async Task<string> LogAsync(string path)
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
