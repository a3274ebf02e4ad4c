using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.EndToEnd.Http2;

/// <summary>A gateway before origins that speak WebSocket, and HTTP/2 with trailers. Listeners: PROXY protocol plain and TLS, and h2c.</summary>
public sealed class Http2Gateway : IAsyncLifetime
{
    private GatehouseProcess? _process;
    private KestrelOrigin? _kestrel;

    public ScriptedOrigin Echo { get; } = EchoOrigin.Start();

    public GatehouseProcess Process => _process!;

    public KestrelOrigin Kestrel => _kestrel!;

    public async Task InitializeAsync()
    {
        _kestrel = await KestrelOrigin.StartAsync();
        _process = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            ProxyFlags = "http2",
            Node = new Dictionary<string, string> { ["trusted_ips"] = "127.0.0.1", ["real_ip_header"] = "proxy_protocol" },
            FurtherListeners = ["proxy_protocol", "ssl http2 proxy_protocol"],
            Declarative = $$"""
                {"_format_version": "3.0", "services": [
                  {"name": "echo", "host": "127.0.0.1", "port": {{Echo.Port}}, "routes": [{"name": "echo", "paths": ["/echo"]} ] },
                  {"name": "ws", "host": "127.0.0.1", "port": {{_kestrel.Http1Port}}, "routes": [{"name": "ws", "paths": ["/ws"], "strip_path": false} ] },
                  {"name": "dead", "protocol": "grpc", "host": "127.0.0.1", "port": 1, "retries": 0,
                   "routes": [{"name": "dead", "protocols": ["grpc", "grpcs"], "paths": ["/dead.Service/"]} ] },
                  {"name": "grpc", "protocol": "grpc", "host": "127.0.0.1", "port": {{_kestrel.Http2Port}},
                   "routes": [{"name": "grpc", "protocols": ["grpc", "grpcs"], "paths": ["/echo.Service/"]},
                              {"name": "secure", "protocols": ["grpcs"], "paths": ["/secure.Service/"]} ] }
                ] }
                """,
        });
    }

    public async Task DisposeAsync()
    {
        await Process.DisposeAsync();
        await _kestrel!.DisposeAsync();
        await Echo.DisposeAsync();
    }

    /// <summary>A client that speaks HTTP/2 only, over TLS or with prior knowledge.</summary>
    public static HttpClient Client() => new(new SocketsHttpHandler
    {
        SslOptions = { RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null },
    })
    {
        DefaultRequestVersion = System.Net.HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = TimeSpan.FromSeconds(20),
    };
}
