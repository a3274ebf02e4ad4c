using System.Text.Json.Nodes;
using Gatehouse.EndToEnd.Http2;
using Gatehouse.EndToEnd.Tls;
using Gatehouse.TestKit.Certificates;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Faults;

/// <summary>Whoever sees a 502, 503 or 504 finds its cause in the node's log: once, and nothing of the request with it.</summary>
public sealed class FailureLogTests : IAsyncLifetime, IDisposable
{
    private const string CaId = "11111111-1111-4111-8111-111111111111";

    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _stranger = new("Another authority");
    private readonly List<IAsyncDisposable> _origins = [];
    private GatehouseProcess _gateway = null!;

    public async Task InitializeAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var silent = Kept(ScriptedOrigin.Start(static c => c.StallAsync()));
        _gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            Node = new Dictionary<string, string> { ["proxy_error_log"] = "error.log" },
            Declarative = new JsonObject
            {
                ["_format_version"] = "3.0",
                ["ca_certificates"] = new JsonArray(new JsonObject { ["id"] = CaId, ["cert"] = _authority.Pem }),
                ["services"] = new JsonArray(
                    Service("untrusted", "https", "127.0.0.1", Tls(_stranger.Issue(["127.0.0.1"]))),
                    Service("misnamed", "https", "127.0.0.1", Tls(_authority.Issue(["other.test"]))),
                    Service("expired", "https", "127.0.0.1", Tls(_authority.Issue(["127.0.0.1"], notAfter: now.AddHours(-1)))),
                    Service("plain", "https", "127.0.0.1", Kept(EchoOrigin.Start()).Port),
                    Service("refused", "http", "127.0.0.1", FreePort.Next()),
                    Service("silent", "http", "127.0.0.1", silent.Port),
                    Service("nameless", "http", "no-such-name.invalid", 80),
                    Service("grpc", "grpc", "127.0.0.1", FreePort.Next()),
                    Service("grpcs", "grpcs", "127.0.0.1", Tls(_stranger.Issue(["127.0.0.1"])))),
            }.ToJsonString(),
        });
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        foreach (var origin in _origins)
        {
            await origin.DisposeAsync();
        }
    }

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
    }

    [Theory]
    [InlineData("untrusted", 502, "TLS handshake failed: the certificate is not signed by a trusted authority")]
    [InlineData("misnamed", 502, "TLS handshake failed: the certificate is not for the name '127.0.0.1'")]
    [InlineData("expired", 502, "TLS handshake failed: the certificate has expired or is not valid yet")]
    [InlineData("plain", 502, "TLS handshake failed: ")]
    [InlineData("refused", 502, "cannot be connected to: connection refused")]
    [InlineData("silent", 504, "no answer within read_timeout or write_timeout")]
    [InlineData("nameless", 503, "Upstream 'no-such-name.invalid' has no address to send requests to")]
    public async Task Cause_of_a_failure_is_logged_once(string service, int status, string cause)
    {
        for (int i = 0; i < 3; i++)
        {
            await using var client = await RawClient.ConnectAsync(_gateway.Ports.Proxy);
            var answer = await client.ExchangeAsync($"GET /{service}?token=hunter2 HTTP/1.1\r\nHost: a\r\nAuthorization: hunter2\r\n\r\n");
            Assert.Equal(status, answer.Status);
        }

        await AssertSaidOnceAsync(cause);
    }

    [Theory]
    [InlineData("grpc", "cannot be connected to: connection refused")]
    [InlineData("grpcs", "TLS handshake failed: the certificate is not signed by a trusted authority")]
    public async Task Cause_of_a_failed_call_is_logged_once(string service, string cause)
    {
        using var client = Http2Gateway.Client();
        for (int i = 0; i < 3; i++)
        {
            using var content = new ByteArrayContent([0, 0, 0, 0, 0]);
            content.Headers.ContentType = new("application/grpc");
            using var answer = await client.PostAsync(new Uri(_gateway.ProxyTls, $"/{service}?token=hunter2"), content);
        }

        await AssertSaidOnceAsync(cause);
    }

    private async Task AssertSaidOnceAsync(string cause)
    {
        string[] lines = [];
        await Eventually.TrueAsync(
            async () => (lines = await ErrorLinesAsync()).Any(l => l.Contains(cause, StringComparison.Ordinal)), $"a line that says '{cause}'");
        Assert.Contains("[error]", Assert.Single(lines, l => l.Contains(cause, StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain(lines, l => l.Contains("hunter2", StringComparison.Ordinal));
    }

    private async Task<string[]> ErrorLinesAsync()
    {
        await using var stream = new FileStream(_gateway.FileOf("error.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync()).Split('\n');
    }

    private int Tls(TestLeaf leaf) => Kept(TlsOrigin.Start(leaf)).Port;

    private T Kept<T>(T origin)
        where T : IAsyncDisposable
    {
        _origins.Add(origin);
        return origin;
    }

    private static JsonObject Service(string name, string protocol, string host, int port)
    {
        var service = new JsonObject
        {
            ["name"] = name,
            ["protocol"] = protocol,
            ["host"] = host,
            ["port"] = port,
            ["retries"] = 0,
            ["read_timeout"] = 300,
            ["routes"] = new JsonArray(new JsonObject
            {
                ["name"] = name,
                ["paths"] = new JsonArray("/" + name),
                ["protocols"] = protocol.StartsWith("grpc", StringComparison.Ordinal) ? new JsonArray("grpc", "grpcs") : new JsonArray("http", "https"),
            }),
        };
        if (protocol is "https")
        {
            service["ca_certificates"] = new JsonArray(CaId);
        }

        if (protocol.StartsWith("grpc", StringComparison.Ordinal))
        {
            service["routes"]![0]!["strip_path"] = false;
        }

        return service;
    }
}
