using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Upstreams.Health;
using Gatehouse.TestKit.Certificates;
using Gatehouse.TestKit.Http;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.Gateway.Tests.Upstreams.Health;

/// <summary>Probes against servers that are there, or not.</summary>
public sealed class HealthProberTests
{
    private readonly HealthProber _prober = new(TimeProvider.System);

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "None", "status 200")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nonly the head counts", "None", "status 200")]
    [InlineData("HTTP/1.0 302 Found\r\nLocation: http://elsewhere.test/\r\n\r\n", "None", "status 302")]
    [InlineData("HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n", "Http", "status 426")]
    [InlineData("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", "Http", "status 500")]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n", "Tcp", null)]
    public async Task Answer_is_judged_by_its_status(string answer, string kind, string? detail)
    {
        await using var origin = ScriptedOrigin.Start(async c =>
        {
            await c.Reader.TryReadRequestAsync(c.Stopped);
            await c.SendAsync(answer);
        });
        var result = await ProbeAsync(origin.Port, "{}");

        Assert.Equal(kind, result.Kind.ToString());
        Assert.Equal(detail ?? result.Detail, result.Detail);
        Assert.NotEmpty(result.Detail);
    }

    [Fact]
    public async Task Request_has_the_path_the_name_and_the_headers_and_ends_its_connection()
    {
        var requests = new ConcurrentQueue<HttpMessage>();
        await using var origin = ScriptedOrigin.Start(async c =>
        {
            requests.Enqueue((await c.Reader.TryReadRequestAsync(c.Stopped))!);
            await c.SendAsync("HTTP/1.1 200 OK\r\n\r\n");
        });
        await ProbeAsync(origin.Port, """{"http_path":"/live?deep=1","headers":{"x-probe":["a","b"]}}""");

        var request = Assert.Single(requests);
        Assert.Equal("GET /live?deep=1 HTTP/1.1", request.StartLine);
        Assert.Equal(
            ["Connection: close", $"Host: orders.test:{origin.Port}", "x-probe: a, b"],
            request.Headers.Select(h => $"{h.Key}: {h.Value}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    [InlineData("tcp")]
    [InlineData("grpc")]
    public async Task Nobody_there_is_a_connection_failure(string type)
    {
        int port = FreePort.Next();

        Assert.Equal(FailureKind.Tcp, (await ProbeAsync(port, $$"""{"type":"{{type}}"}""")).Kind);
        Assert.False(await _prober.KnockAsync(new IPEndPoint(IPAddress.Loopback, port)));
    }

    [Theory]
    [InlineData("http", "Timeout")]
    [InlineData("https", "Timeout")]
    [InlineData("grpc", "Timeout")]
    [InlineData("tcp", "None")]
    public async Task One_that_accepts_and_says_nothing_is_a_time_out(string type, string kind)
    {
        await using var origin = ScriptedOrigin.Start(c => Task.Delay(Timeout.InfiniteTimeSpan, c.Stopped));

        Assert.Equal(kind, (await ProbeAsync(origin.Port, $$"""{"type":"{{type}}","timeout":0.2}""")).Kind.ToString());
        Assert.True(await _prober.KnockAsync(new IPEndPoint(IPAddress.Loopback, origin.Port)));
    }

    [Theory]
    [InlineData("orders.test", "{}", "None")]
    [InlineData("other.test", "{}", "Tcp")]
    [InlineData("other.test", """{"https_sni":"orders.test"}""", "None")]
    [InlineData("other.test", """{"https_verify_certificate":false}""", "None")]
    public async Task Certificate_is_verified_for_the_name(string host, string checks, string kind)
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue(["orders.test"]).ToCertificate();
        await using var origin = await GrpcHealthOrigin.StartAsync(certificate);
        var record = JsonNode.Parse(checks)!.AsObject();
        record["type"] = "grpcs";

        var result = await ProbeAsync(origin.Port, record.ToJsonString(), new ProbeTrust([authority.Certificate]), host);

        Assert.Equal(kind, result.Kind.ToString());
    }

    [Theory]
    [InlineData("/", 1, "None", "SERVING")]
    [InlineData("/", 2, "Http", "not SERVING")]
    [InlineData("/shop.Orders", 1, "None", "SERVING")]
    [InlineData("/shop.Nobody", 1, "Http", "grpc-status 5")]
    public async Task Grpc_health_service_is_asked_for_the_service(string path, byte status, string kind, string detail)
    {
        await using var origin = await GrpcHealthOrigin.StartAsync();
        origin.Services[""] = status;
        origin.Services["shop.Orders"] = status;
        var result = await ProbeAsync(origin.Port, $$"""{"type":"grpc","http_path":"{{path}}"}""");

        Assert.Equal((kind, detail), (result.Kind.ToString(), result.Detail));
    }

    [Fact]
    public async Task Grpc_server_without_the_health_service_passes()
    {
        await using var origin = await GrpcHealthOrigin.StartAsync();
        origin.HasHealthService = false;

        Assert.Equal(FailureKind.None, (await ProbeAsync(origin.Port, """{"type":"grpc"}""")).Kind);
    }

    private Task<ProbeResult> ProbeAsync(int port, string checks, ProbeTrust? trust = null, string host = "orders.test")
    {
        var peer = new UpstreamPeer(new UpstreamAddress(new IPEndPoint(IPAddress.Loopback, port)), host, 100);
        var record = JsonNode.Parse(checks)!.AsObject();
        record["timeout"] ??= 5;
        return _prober.ProbeAsync(new ProbeTarget(peer, new ActiveChecks(record), trust ?? new ProbeTrust()));
    }
}
